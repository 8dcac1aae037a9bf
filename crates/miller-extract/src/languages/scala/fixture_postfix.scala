import scala.language.postfixOps

object Lanterns {
  /** How many there are. */
  def count(lights: List[Int]): Int = (lights size)

  def last(lights: List[Int]): Int = {
    val shown = lights reverse;
    shown(0)
  }
}
