separate (Warehouse.Stock)
procedure Deferred is
   Pair : constant array (1 .. 2) of Natural := [for I in 1 .. 2 => I];
begin
   Report ("deferred" & Pair (1)'Image);
end Deferred;
