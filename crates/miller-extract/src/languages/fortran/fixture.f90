!> Shapes, and what can be done with them.
!! They have a name and an area.
module shapes
  use, intrinsic :: iso_fortran_env, only: real64, dp => real64
  use constants
  implicit none
  private
  public :: circle, swap
  private :: counter

#define LIMIT 10
#include "options.h"

  integer, parameter :: sides_max = 3, names_max = 4
  real(dp), save, protected, public :: total = 0.0
  integer :: counter
  real :: table(10), weights(3)

  !> Anything with an area.
  type, abstract, public :: shape
    private
    !> What it is called.
    character(len=20) :: name
    integer, allocatable :: sides(:), edges
  contains
    procedure(area_interface), deferred :: area
    !> Makes it larger.
    procedure, public :: scale => scale_shape
    procedure, private :: add, minus
    generic :: operator(+) => add
    generic, public :: change => add, minus
    final :: destroy
  end type shape

  type, extends(shape) :: circle
    real :: radius = 1.0
    type(shape), pointer :: next => null()
  contains
    procedure :: area => circle_area
  end type

  enum, bind(c)
    enumerator :: red = 1, green
  end enum

  abstract interface
    function area_interface(self) result(r)
      import :: shape
      class(shape), intent(in) :: self
      real :: r
    end function
  end interface

  interface swap
    module procedure swap_int, swap_real
  end interface swap

  interface operator(.cross.)
    procedure cross
  end interface

contains

  !> The area of a circle.
  pure real function circle_area(self, x) result(r)
    class(circle), intent(in) :: self
    real, intent(in) :: x
    integer :: list(3)
    r = self%radius ** 2 * X
    call self%scale(2.0)
    call Swap_Int(i, j)
    r = sqrt(r) + list(3) + helper(x) + table(1)
    if (r > 1) then
      print *, r, self%next%name
    end if
    do i = 1, LIMIT
      total = total + i
    end do
    associate (q => self%radius)
      q = area(kind=dp)
    end associate
    p = circle(1.0)
  contains
    function helper(y)
      real :: y, helper
      helper = y * red
    end function helper
  end function circle_area

  ! Not a doc comment.
  subroutine swap_int(a, b)
    integer, intent(inout) :: a, b
#ifdef DEBUG
    print *, a
#endif
    entry swap_again(a, b)
    a = b
  end subroutine swap_int

  SUBROUTINE Scale_Shape(self, factor)
    CLASS(shape), INTENT(INOUT) :: self
    REAL :: factor
    self%sides = self%sides(1) * factor
  END SUBROUTINE
end module shapes

submodule (shapes) details
contains
  module procedure cross
    cross = 1
  end procedure
end submodule

!> Where it starts.
program main
  use shapes, only: circle
  implicit none
  type(circle) :: c
  integer :: i
  call c%scale(2.0)
  include 'numbers.inc'
  call report
contains
  subroutine report
    print *, c%radius
  end subroutine
end program main

block data defaults
  common /numbers/ first, second
end block data

module lists
  use :: other, only: taken => given
  implicit none
  real(dp), dimension(:,:), allocatable :: grid !< All that is known.
  type :: node
    integer :: value = 0   !< What it holds.
    class(*), pointer :: any => null()
    procedure(callback), pointer, nopass :: called
  contains
    procedure, pass(self) :: get
  end type node
  interface node
    module procedure new_node
  end interface
  interface assignment(=)
    module procedure assign_node
  end interface
contains
  recursive subroutine work(self, n) bind(c)
    class(node), intent(inout) :: self
    integer, intent(in), optional :: n
    real, allocatable :: room(:)
    allocate(room(n), stat=problem)
    select case (n)
    case (1:3)
      call self%get()
    case default
      write(*, '(a)') taken
    end select
    select type (inner => self%any)
    type is (integer)
      print *, inner
    class is (node)
      call inner%get()
    end select
    do concurrent (i = 1:n)
      grid(i, 1) = room(i)
    end do
    block
      integer :: own
      own = get_it(n)
    end block
    self%value = node(1)%value
  end subroutine work
  elemental integer function get(self) result(value)
    class(node), intent(in) :: self
    value = self%value
  end function
end module lists

function combined(first, &
     & second, &
     third) result(sum)
  real :: first, second, third, sum
  sum = first + second + third
end function combined
