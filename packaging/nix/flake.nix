# Builds folio from the source beside it: `nix build ./packaging/nix` in a clone, or
# `nix run 'git+ADDRESS?dir=packaging/nix'` with the address of the repository.
{
  description = "A terminal reader for folders of Markdown blog posts";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "x86_64-darwin"
        "aarch64-darwin"
      ];
      for_each_system =
        build: nixpkgs.lib.genAttrs systems (system: build nixpkgs.legacyPackages.${system});
      manifest = builtins.fromTOML (builtins.readFile ../../Cargo.toml);
    in
    {
      packages = for_each_system (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "folio";
          version = manifest.package.version;
          src = ../..;
          cargoLock.lockFile = ../../Cargo.lock;
          # The tests start editors and read pseudo-terminals, which the build sandbox does not offer.
          doCheck = false;
          nativeBuildInputs = [ pkgs.installShellFiles ];
          postInstall = ''
            $out/bin/folio man > folio.1
            installManPage folio.1
            for shell in bash zsh fish; do
              $out/bin/folio completions $shell > folio.$shell
              installShellCompletion --cmd folio --$shell folio.$shell
            done
          '';
          meta = {
            description = manifest.package.description;
            license = pkgs.lib.licenses.mit;
            mainProgram = "folio";
          };
        };
      });
    };
}
