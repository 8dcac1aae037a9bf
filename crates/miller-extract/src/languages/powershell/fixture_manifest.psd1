# The manifest of a module.
@{
    RootModule = 'Stock.psm1'
    ModuleVersion = '1.2.0'
    FunctionsToExport = @('Get-StockItem')
    # Only for the gallery.
    PrivateData = @{
        PSData = @{ Tags = @('stock') }
    }
    'Odd Key' = $true
}
