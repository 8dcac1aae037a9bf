// A licence that documents nothing.
package com.acme
package observatory

import java.time.{Instant, Duration => Span, _}
import scala.collection.mutable
import scala.util.Try
import Sky.{north, south => below}
import cats.syntax._, cats.effect.IO, Sky.west

/** Something that shines.
  *
  * @tparam T what it is made of
  */
trait Luminous[+T <: Matter] extends Named with Ordered[Luminous[_]] { self: Located =>
  type Light <: AnyVal

  /** In lumen. */
  def brightness: Double
  val color: Color
  var visible: Boolean

  def dim(by: Double = 0.5)(implicit log: Log): Luminous[T]

  override def compare(that: Luminous[_]): Int = brightness.compareTo(that.brightness)
}

/** A star.
  */
@SerialVersionUID(1L)
sealed abstract class Star[T](val name: String, private[observatory] var mass: Double, radius: Double)(implicit log: Log)
    extends Body(name)
    with Luminous[T]
    with Serializable {

  // A comment that is no documentation.
  private val volume = radius * radius * radius
  protected lazy val density: Double = {
    val unit = 1.0e3
    mass / volume * unit
  }
  var (right, declination) = (0.0, 0.0)
  val Limit, Floor = 10

  require(mass > 0, s"$name has no mass but $mass and ${volume.toString}")

  def this(name: String) = {
    this(name, 1.0, 1.0)(Log.silent)
    log.write(name)
  }

  /** Lets it burn.
    *
    * @return what is left
    */
  @throws[Burnt]("when nothing is left")
  def burn(hours: Int, spare: => Double*): Option[Double] = {
    def step(left: Double, hour: Int): Double =
      if (hour == 0) left else step(left - rate, hour - 1)
    val check = (value: Double) => value > Star.Minimum
    val results = for {
      hour <- 0 until hours if hour % 2 == 0
      left = step(mass, hour)
      (low, high) <- bounds(left) if low < high
    } yield left -> high
    results.map(_._1).filter(check).foreach { left => log.write(left) }
    try {
      results.headOption.map { case (left, _) => left }
    } catch {
      case burnt: Burnt => None
      case Failure(reason @ Reason(code, _*)) if code > 0 => throw new IllegalStateException(reason)
    } finally log.close()
  }

  def +(other: Star[T]): Star[T] = merge(this, other)
  def unary_! : Boolean = !visible
  def mass_=(value: Double): Unit = this.mass = value

  private[this] def rate = Star.Rate * super.brightness

  override def toString: String = this match {
    case Dwarf(name, _) => name
    case giant: Giant if giant.visible => giant.toString
    case Star.Sun | Star.`Proxima b` => "near"
    case head :: tail => s"""many ${tail.size}"""
    case _ => Star.super.toString
  }
}

/** Makes stars. */
object Star extends Catalogue[Star[_]] {
  final val Minimum = 0.08
  private val Rate: Double = 1.0
  val Sun: Star[Hydrogen] = new Star[Hydrogen]("Sun") with Cached {
    private var age = 4.6
    def brightness: Double = 1.0 / age
  }
  val `Proxima b` = Dwarf("Proxima", Minimum)

  def apply(name: String): Star[_] = Dwarf(name, Minimum)
  def unapply(star: Star[_]): Option[(String, Double)] = Some((star.name, star.mass))

  implicit class Sized(val star: Star[_]) extends AnyVal {
    def isLarge: Boolean = star.mass > 8
  }

  implicit def toName(star: Star[_]): String = star.name
  implicit val ordering: Ordering[Star[_]] = Ordering.by(_.mass)

  val describe: Star[_] => String = star => star.name + Sun.name
}

case class Dwarf(override val name: String, weight: Double = 1) extends Star[Helium](name, weight, 0.1)(Log.silent)

final case class Reason private (code: Int, text: String)(implicit val log: Log)

case object Nothing extends Star[Void]("nothing")

class Giant[F[_], A: Ordering, B <% Star[A]](parts: F[A]) {
  type Parts = F[A]
  type Shaped = { def shape: String }
  import mutable.ListBuffer
  private val seen = ListBuffer.empty[A]
  def add(part: A*): this.type = { seen ++= part; seen =~ part; this }
  def look[C >: A](where: Star.Catalog#Entry): Map[String, Sky.Point[C]] = Map("all" -> null)
  seen foreach println
  def early = new { val age = 1 } with Cached { def old = age }
}

package object units {
  type Parsec = Double
  val AU: Parsec = 4.8e-6
}
