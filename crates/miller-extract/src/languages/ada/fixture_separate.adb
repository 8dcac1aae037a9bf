separate (Warehouse.Stock)
procedure Deferred is
   type Step is record
      --  Where it starts.
      From : Natural;
      --  Where it ends.
      Upto : Natural;
   end record;
   --  Goes on from there.

   type Step_List is array (Positive range <>) of Step;
   Pair : constant array (1 .. 2) of Natural := [for I in 1 .. 2 => I];
begin
   Report ("deferred" & Pair (1)'Image);
end Deferred;

private package Warehouse.Hidden is
   Depth : Natural;
end Warehouse.Hidden;
