with Ada.Text_IO; use Ada.Text_IO;
with Ada.Unchecked_Deallocation;

package body Warehouse.Stock is

   subtype Count_Type is Natural range 0 .. 1_000;
   type Cache is array (Positive range <>) of Count_Type;

   Totals : Cache (1 .. 10) := (others => 0);

   procedure Report (Text : String);
   --  Says it to whoever listens.

   procedure Free is new Ada.Unchecked_Deallocation (Article, Article_Access);

   package Inner is
      Depth : Natural := 0;
      procedure Dive (Levels : Positive);
   end Inner;

   package body Inner is
      procedure Dive (Levels : Positive) is
      begin
         Depth := Depth + Levels;
      end Dive;
   end Inner;

   ------------
   -- Report --
   ------------

   procedure Report (Text : String) is
      Prefix : constant String := ">> ";
      Column, Line : Natural := Text'Length;

      function Padded (Width : Natural) return String is
        (if Width > 3 then Text & (1 .. Width => ' ') else Text);
   begin
      Put_Line (Prefix & Padded (Line) & Natural'Image (Column));
      Ada.Text_IO.New_Line;
      Totals (Line) := Count_Type (Column);
      Warehouse.Stock.Inner.Dive (Levels => 2);
      Inner.Dive (Totals (1));
   end Report;

   function "+" (Left, Right : Point) return Point is
     ((X => Left.X + Right.X, Y => Left.Y + Right.Y));

   --  The sum of all levels.
   function Sum (Values : Cache; Offset : Integer := 0) return Integer
     with Post => Sum'Result >= Offset
   is
      Total : Integer := Offset;
      Head  : Article_Access := new Article'(Low, 8, others => <>);
      Next  : Article_Access := new Article (Kind => High, Size => 4);
      Start : Point := Point'(X => 1, Y => 2);
      Bits  : Hash renames Hashes (1);
      type Local_Pair is record
         First, Second : Integer;
      end record;
      Too_Much : exception;
   begin
      <<Again>>
      Outer :
      for Index in Values'Range loop
         for Value : Count_Type of reverse Values loop
            Total := Total + Value ** 2 + abs Index;
            exit Outer when Total > 100 and then not Opened;
         end loop;
         for Position in Low_Shelf range 1 .. 3 loop
            pragma Assert (Position > 0, "positive");
            null;
         end loop;
      end loop Outer;
      while Total > 0 loop
         Total := Total - 1;
      end loop;
      case Head.Kind is
         when Low | High => goto Again;
         when others => raise Empty_Shelf with "nothing on " & Head.Name'Image;
      end case;
      declare
         Inside : Integer := Integer (Float'Floor (2.5));
      begin
         Total := @ + Inside;
      exception
         when Error : Constraint_Error | Too_Much =>
            Report (Exception_Message (Error));
            raise;
      end;
      if Total in 1 .. 3 | 7 or else (for all Item of Values => Item > 0) then
         return Result : Integer := Total do
            Result := Result + Start.X;
         end return;
      elsif (for some Place in 1 .. 3 => Values (Place) = 0) then
         return (case Total is when 0 => 1, when others => Total mod 7);
      end if;
      Head.all.Next := null;
      Head.Name := To_Unbounded_String (String'("new"));
      Watch.Draw (Width => 3);
      abort Watch;
      delay until Clock + 0.1;
      return Integer'Max (Total, Offset) + Values (1 .. 2)'Length;
   end Sum;

   procedure Deferred is separate;

   --  Sums are printed
   --  one after the other.
   protected Printer is
      procedure Print (What : Count_Type);
      --  Waits for its turn.
   private
      Last : Count_Type := 0;
   end Printer;

   protected body Printer is
      procedure Print (What : Count_Type) is
      begin
         Last := What;
         Report ("sum" & Last'Image);
      end Print;
   end Printer;

   task Reader is
      entry Read (What : out Count_Type);
   end Reader;

   task body Reader is
      Next : Count_Type := 0;
   begin
      accept Read (What : out Count_Type) do
         What := Next;
      end Read;
      Printer.Print (What => Next);
   end Reader;

   procedure Measure (Values : in out Cache) is
      type Pair is record
         Left, Right : Count_Type;
      end record;
      type Table is array (Count_Type range <>, Count_Type range <>) of Pair;
      Both  : Pair := (Left => 1, Right => 2);
      Whole : Table (Count_Type range 1 .. 2, Count_Type range 1 .. 3);
   begin
      case Both.Left is
         when Count_Type range 1 .. 9 => Both.Right := 0;
         when others => Reader.Read (Both.Left);
      end case;
      Both.Left := (declare Half : constant Count_Type := Both.Left / 2; begin Half + 1);
      Values (1) := WHOLE (1, 1).left;
   end Measure;

   package body Sorting is
      procedure Sort (Values : in out Row) is
      begin
         Notify (Values (First));
         Calls := Calls + 1;
      end Sort;
   begin
      Calls := 0;
   end Sorting;

   task body Worker is
      Current : Article_Access;
   begin
      loop
         select
            when Opened =>
               accept Start (Job : in Article_Access) do
                  Current := Job;
               end Start;
         or
            accept Stop;
            exit;
         or
            delay 1.0;
         end select;
      end loop;
   end Worker;

   protected body Counter is
      procedure Increment (By : Positive := 1) is
      begin
         Count := Count + By;
      end Increment;

      function Value return Natural is (Count);

      entry Wait (for Kind in Level) (Until_Count : Natural)
        when Count > 0 is
      begin
         requeue Gate.Pass with abort;
      end Wait;
   end Counter;

   task body Watch is separate;

begin
   Report ("ready");
end Warehouse.Stock;
