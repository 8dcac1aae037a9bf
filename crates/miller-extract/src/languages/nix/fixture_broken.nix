{ lib }:

{
  # Starts.
  start = name: lib.concat [ name ];

  middle = [ 1 ( 2 ];

  stop = name: name;
}
