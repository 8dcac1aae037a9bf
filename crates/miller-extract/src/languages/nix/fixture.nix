# The shop and what it needs.
{ pkgs ? import <nixpkgs> { }
, lib
, stdenv
, callPackage
, ...
}@args:

let
  inherit (lib) mkOption types;
  inherit stdenv;

  version = "1.${toString minor}";
  minor = 2;

  /* Adds two numbers.

     As one would. */
  add = a: b: a + b;

  # Makes a page.
  page = { title, body ? "" }: ''
    <h1>${title}</h1>
    ${body}
  '';

  tools = callPackage ./tools.nix { inherit lib; };
  helpers = import ../lib/helpers.nix;
  settings = import (./. + "/settings.nix");
in

with lib;

rec {
  inherit version;
  inherit (tools) formatter linter;

  "quoted name" = 1;
  package.meta.license = licenses.mit;
  ${args.dynamic} = { hidden = true; };
  packages.${version}.default = package;

  # What is built.
  package = stdenv.mkDerivation rec {
    pname = "shop";
    inherit version;
    src = ./src;

    nativeBuildInputs = [ pkgs.cmake helpers ];
    buildInputs = with pkgs; [ openssl (python3.withPackages (packages: [ packages.numpy ])) ];

    buildPhase = ''
      make NAME=${pname} ''${HOME}
    '';

    passthru = {
      tests = {
        unit = {
          deep = 1;
          check = name: "checked ${name}";
        };
      };
    };

    meta = {
      description = "A shop";
      homepage = https://example.org;
      platforms = platforms.unix;
    };
  };

  options.services.shop = {
    enable = mkEnableOption "the shop";
    port = mkOption {
      type = types.port;
      default = 80;
    };
  };

  config = mkIf config.services.shop.enable {
    systemd.services.shop = {
      wantedBy = [ "multi-user.target" ];
      script = let
        binary = "${package}/bin/shop";
        run = arguments: "${binary} ${arguments}";
      in run "--port ${toString options.port}";
    };
  };

  total = builtins.foldl' add 0 [ minor 2.5 ];
  check = assert minor > 1;
    if package ? src then package.src or null
    else if !(args ? lib) then -1
    else throw "no source";

  overlay = final: prev: {
    shop = prev.shop.overrideAttrs (old: { inherit (old) name; version = final.version; });
  };

  old = let { body = inner; inner = 1; };
}
