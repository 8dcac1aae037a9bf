--  Copyright the Warehouse authors. All rights reserved.

with Ada.Containers.Vectors;
with Ada.Strings.Unbounded, Interfaces;
limited with Warehouse.Orders;
private with Ada.Finalization;
use Ada.Strings.Unbounded;

--  Counts what lies on the shelves of a warehouse.
--
--  Shelves are numbered from one.
package Warehouse.Stock with Preelaborate is

   use type Interfaces.Unsigned_32;
   package SU renames Ada.Strings.Unbounded;

   pragma Elaborate_Body;

   Max_Shelves : constant := 40;
   Tax_Rate, Fee : constant Float := 0.19;  --  In percent of a hundred.
   Opened : Boolean := False;
   --  Whether customers may come in.

   Empty_Shelf, Lost : exception;
   --  Raised where nothing is left.
   Missing : exception renames Lost;
   Is_Open : Boolean renames Opened;

   type Shelf_Number is range 1 .. Max_Shelves;
   type Hash is mod 2 ** 32;
   type Price is delta 0.01 digits 12;
   type Weight is digits 6 range 0.0 .. 1.0E6;
   type Ratio is delta 0.125 range 0.0 .. 255.0;
   type Kilos is new Weight;
   subtype Low_Shelf is Shelf_Number range 1 .. 4;

   type Level is
     (Low,  --  Order soon.
      --  Nothing to do.
      High,
      'x');
   for Level use (Low => 1, High => 2, 'x' => 3);

   type Grid is array (Shelf_Number range <>, Level range <>) of aliased Natural;
   type Article;
   type Article_Access is access all Article;
   type Visitor is not null access procedure (Item : in out Article; Stop : out Boolean);
   type Compare is access function (Left, Right : Article) return Boolean;

   --  One thing that can be bought.
   type Article (Kind : Level; Size : Positive := 8) is record
      Name  : Unbounded_String;  --  What customers see.
      Cost, List_Price : Price := 0.0;
      Next  : access Article;
      Code  : String (1 .. Size);
      case Kind is
         when Low =>
            Wanted : Natural;
         when others =>
            null;
      end case;
   end record;

   type Drawable is limited interface;
   type Named is interface and Drawable;
   procedure Draw (Self : Drawable; Width : Natural := Max_Shelves) is abstract;

   type Shape is abstract tagged limited private;
   --  What all shapes share.

   type Circle is new Shape and Named with private;
   type Handle (<>) is private;
   type Marker is tagged;
   type Point is tagged record
      X, Y : Integer;
   end record;
   type Pixel is new Point and Named with record
      Colour : Hash;
   end record;
   type Nothing is null record;

   function Area (Self : Shape) return Float is abstract;
   overriding procedure Draw (Self : Circle; Width : Natural := 3) is null;
   not overriding function "+" (Left, Right : Point) return Point;
   --  Adds them part by part.
   function Twice (Value : Integer) return Integer is (Value * 2)
     with Pre => Value < Integer'Last / 2, Inline;
   function Doubled (Value : Integer) return Integer renames Twice;

   generic
      type Item is private;
      type Index is (<>);
      type Sum is range <>;
      type Bits is mod <>;
      type Real is digits <>;
      type Link is access Item;
      type Child is new Shape with private;
      type Row is array (Index) of Item;
      type Later;
      First : in Index := Index'First;
      with function "<" (Left, Right : Item) return Boolean is <>;
      with procedure Notify (Value : Item) is null;
      with procedure Erase (Value : Item) is abstract;
      with package Lists is new Ada.Containers.Vectors (<>);
   package Sorting is
      --  Sorts what it is given.

      procedure Sort (Values : in out Row);
      --  Puts the smallest first.
   private
      Calls : Natural := 0;
   end Sorting;

   generic
      type Value is private;
   procedure Swap (Left, Right : in out Value);

   package Article_Lists is new Ada.Containers.Vectors
     (Index_Type => Positive, Element_Type => Article_Access);
   procedure Swap_Points is new Swap (Point);
   function Convert is new Unchecked_Conversion (Source => Hash, Target => Kilos);
   generic package Lists renames Ada.Containers.Vectors;
   generic procedure Release renames Ada.Unchecked_Deallocation;
   generic function Cast renames Ada.Unchecked_Conversion;

   task type Worker (Number : Positive) is
      entry Start (Job : in Article_Access);
      entry Stop;
   end Worker;

   task Watch;

   protected type Counter is new Drawable with
      procedure Increment (By : Positive := 1);
      function Value return Natural;
      entry Wait (Level) (Until_Count : Natural);
   private
      Count : Natural := 0;  --  What has been counted.
   end Counter;

   protected Gate is
      entry Pass;
   private
      Is_Up : Boolean := False;
   end Gate;

private

   type Shape is abstract tagged limited record
      Owner : Ada.Finalization.Controlled;
   end record;

   type Circle is new Shape and Named with null record;
   type Handle is access Article;
   for Handle'Storage_Size use 0;
   for Article use record
      Cost at 0 range 0 .. 31;
   end record Article;

   procedure Reset (What : Handle) with Import, Convention => C;

end Warehouse.Stock;
