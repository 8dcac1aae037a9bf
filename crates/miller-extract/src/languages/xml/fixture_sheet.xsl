<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:param name="harbour" select="'North'"/>
  <!-- Writes a ship. -->
  <xsl:template match="ship[@length > 10]">
    <xsl:variable name="captain" select="captain"/>
    <p id="ship"><xsl:value-of select="$captain"/></p>
  </xsl:template>
  <xsl:template name="footer"/>
</xsl:stylesheet>
