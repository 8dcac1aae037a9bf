package main

import (
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
)

// program is a module whose packages have been checked.
type program struct {
	module  string
	files   *token.FileSet
	context build.Context
	// The files of each folder, by the name of their package.
	folders map[string]map[string][]*ast.File
	parsed  map[string]*ast.File
	refused map[string]string
	checked map[string]*types.Package
	library types.Importer
	info    *types.Info
	// The fields of the types that have names.
	named map[token.Pos]bool
}

// check reads and checks all packages below a folder; what errors leave unknown stays unknown.
func check(root string) *program {
	files := token.NewFileSet()
	context := build.Default
	// Without a C compiler, the library is what it is in pure Go.
	build.Default.CgoEnabled = false
	context.CgoEnabled = false
	found := &program{
		module:  module(filepath.Join(root, "go.mod")),
		files:   files,
		context: context,
		folders: map[string]map[string][]*ast.File{},
		parsed:  map[string]*ast.File{},
		refused: map[string]string{},
		checked: map[string]*types.Package{},
		library: importer.ForCompiler(files, "source", nil),
		info:    &types.Info{Uses: map[*ast.Ident]types.Object{}},
		named:   map[token.Pos]bool{},
	}
	err := filepath.WalkDir(root, func(place string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(place, ".go") {
			found.parse(filepath.ToSlash(place))
		}
		return err
	})
	if err != nil {
		panic(err)
	}
	found.checkAll()
	return found
}

// checkAll checks each package as others see it, and once more with its tests.
func (p *program) checkAll() {
	folders := make([]string, 0, len(p.folders))
	for folder := range p.folders {
		folders = append(folders, folder)
	}
	sort.Strings(folders)
	for _, folder := range folders {
		for name, files := range p.folders[folder] {
			if !strings.HasSuffix(name, "_test") {
				p.checkFolder(folder, name)
			}
			if len(p.without(files)) < len(files) {
				p.checkFiles(p.importPath(folder)+" with tests", files)
			}
		}
	}
}

// without gives the files that are no tests.
func (p *program) without(files []*ast.File) []*ast.File {
	var kept []*ast.File
	for _, file := range files {
		if !strings.HasSuffix(p.files.Position(file.Pos()).Filename, "_test.go") {
			kept = append(kept, file)
		}
	}
	return kept
}

func module(place string) string {
	text, err := os.ReadFile(place)
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if words := strings.Fields(line); len(words) >= 2 && words[0] == "module" {
			return strings.Trim(words[1], `"`)
		}
	}
	panic(place + " names no module")
}

func (p *program) parse(place string) {
	folder := path.Dir(place)
	if fits, err := p.context.MatchFile(folder, path.Base(place)); err != nil || !fits {
		p.refused[place] = "its build constraints leave it out"
		return
	}
	file, err := parser.ParseFile(p.files, place, nil, parser.SkipObjectResolution)
	if err != nil {
		p.refused[place] = err.Error()
		return
	}
	p.parsed[place] = file
	if p.folders[folder] == nil {
		p.folders[folder] = map[string][]*ast.File{}
	}
	name := file.Name.Name
	p.folders[folder][name] = append(p.folders[folder][name], file)
	ast.Inspect(file, func(node ast.Node) bool {
		if spec, ok := node.(*ast.TypeSpec); ok {
			if structure, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range structure.Fields.List {
					for _, name := range field.Names {
						p.named[name.Pos()] = true
					}
					if len(field.Names) == 0 {
						p.named[embedded(field.Type)] = true
					}
				}
			}
		}
		return true
	})
}

// embedded is where the name of an embedded type stands.
func embedded(node ast.Expr) token.Pos {
	switch found := node.(type) {
	case *ast.StarExpr:
		return embedded(found.X)
	case *ast.SelectorExpr:
		return found.Sel.Pos()
	case *ast.IndexExpr:
		return embedded(found.X)
	case *ast.IndexListExpr:
		return embedded(found.X)
	}
	return node.Pos()
}

func (p *program) importPath(folder string) string {
	return path.Join(p.module, folder)
}

// checkFolder checks the package of a folder, unless it has been.
func (p *program) checkFolder(folder, name string) *types.Package {
	key := p.importPath(folder)
	if name == "main" {
		key += " main"
	}
	if known, ok := p.checked[key]; ok {
		return known
	}
	p.checked[key] = types.NewPackage(key, name)
	p.checked[key] = p.checkFiles(key, p.without(p.folders[folder][name]))
	return p.checked[key]
}

func (p *program) checkFiles(key string, files []*ast.File) *types.Package {
	configuration := types.Config{
		Importer:    p,
		FakeImportC: true,
		Error:       func(error) {},
	}
	checked, _ := configuration.Check(key, p.files, files, p.info)
	return checked
}

// Import gives a package of the module, one of the library, or one of which nothing is known.
func (p *program) Import(name string) (*types.Package, error) {
	if name == p.module || strings.HasPrefix(name, p.module+"/") {
		folder := path.Join(".", strings.TrimPrefix(name, p.module))
		for found := range p.folders[strings.TrimPrefix(folder, "/")] {
			if !strings.HasSuffix(found, "_test") && found != "main" {
				return p.checkFolder(strings.TrimPrefix(folder, "/"), found), nil
			}
		}
	} else if !strings.Contains(strings.Split(name, "/")[0], ".") {
		return p.library.Import(name)
	}
	unknown := types.NewPackage(name, path.Base(name))
	unknown.MarkComplete()
	return unknown, nil
}
