--  The first procedure is being written: the rest is to be found all the same.
procedure Broken is

   procedure Half (Value : Integer) is
   begin
      Value := ;
   end Half;

   Answer : constant Integer := 42;

   function Whole return Integer is
   begin
      return Answer;
   end Whole;

begin
   Half (Whole);
end Broken;
