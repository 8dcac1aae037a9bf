package acme.tools

import scala.util.{Failure, Success as Done, given}
import acme.shapes.*
export Printer.{show as print, *}

/** How a tool is held. */
enum Grip(val hands: Int) derives CanEqual:
  /** With one. */
  case Light extends Grip(1)
  case Firm, Loose
  case Custom(name: String, override val hands: Int) extends Grip(hands)

  def isFirm: Boolean = this == Grip.Firm

enum Result[+T]:
  case Value(value: T)
  case Missing

/** Shows values. */
trait Show[A]:
  extension (value: A) def show: String
  def showAll(values: List[A]): String =
    values.map(_.show).mkString(", ")
end Show

given Show[Int] with
  extension (value: Int) def show: String = value.toString

given listShow[A](using inner: Show[A]): Show[List[A]] with
  extension (values: List[A]) def show = values.map(value => inner.show(value)).mkString

given ordering: Ordering[Grip] = Ordering.by(_.hands)

extension (text: String)
  /** Cuts a text. */
  def shorten(by: Int): String = text.dropRight(by)
  def isShort: Boolean = text.length < Limit

extension [A](list: List[A]) def second: Option[A] = list.drop(1).headOption

class Sink[-In](drain: In => Unit)
type Swap = [A, B] =>> (B, A)
opaque type Millimeter = Double
type Sizes[K] = K match
  case String => Int
  case List[t] => Sizes[t]

inline val Limit = 10
val (low, high) = (1, 2)

class Saw(using grip: Grip)(val teeth: Int) extends Tool with Sharp:
  private var dull = false

  def cut(wood: Wood)(using Context): Result[Wood] =
    if dull then Result.Missing
    else
      val pieces = wood.split(teeth)
      val half = (piece: Wood) => piece.half
      pieces match
        case first :: _ => Result.Value(half(first))
        case _ => Result.Missing

  infix def fits(other: Saw): Boolean = other.teeth == teeth
  /** Sharpens when asked to. */
  def sharpen(tools: Seq[Tool { def sharpen(): Unit }])(by: (force: Int, at: Point)): Int Either Saw =
    try tools.foreach: tool =>
      tool.sharpen()
    catch case Blunt(reason, count = left) => log(reason, left)
    Right(this)

  transparent inline def twice(inline count: Int): Int = count * 2
end Saw

object Saw:
  def apply(): Saw = Saw(using Grip.Light)(24)

@main def run(args: String*): Unit =
  val saw = Saw()
  for
    (arg, index) <- args.zipWithIndex
    if index > 0
  do println(s"$arg: ${saw.fits(Saw())} ${arg.shorten(index)}")
  while saw.teeth > low do
    saw.cut(Wood.oak)

def tally(stars: Map[String, ?], `type`: Int): Int = stars.size + `type`
