// Reads paths from standard input and prints what go/parser finds in each file as a line of JSON.
package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
)

// definition is one thing that a file defines.
type definition struct {
	Name     string   `json:"name"`
	Kind     []string `json:"kind"`
	Line     int      `json:"line"`
	EndLine  int      `json:"end_line"`
	Parent   *string  `json:"parent"`
	Doc      *string  `json:"doc"`
	Exported bool     `json:"exported"`
	Optional bool     `json:"optional"`
}

type call struct {
	Callee   string  `json:"callee"`
	Line     int     `json:"line"`
	Caller   *string `json:"caller"`
	Optional bool    `json:"optional"`
}

type base struct {
	Type     string `json:"type"`
	Base     string `json:"base"`
	Relation string `json:"relation"`
	Line     int    `json:"line"`
	Optional bool   `json:"optional"`
}

type truth struct {
	Path        string       `json:"path"`
	Definitions []definition `json:"definitions"`
	Calls       []call       `json:"calls"`
	Bases       []base       `json:"bases"`
	Error       *string      `json:"error"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		if err := encoder.Encode(read(lines.Text())); err != nil {
			panic(err)
		}
	}
}

func read(path string) truth {
	found := truth{Path: path, Definitions: []definition{}, Calls: []call{}, Bases: []base{}}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.ParseComments)
	if err != nil {
		reason := err.Error()
		found.Error = &reason
		return found
	}
	collect(&found, files, file)
	return found
}

func collect(found *truth, files *token.FileSet, file *ast.File) {
	types := map[string]bool{}
	for _, declaration := range file.Decls {
		if group, ok := declaration.(*ast.GenDecl); ok {
			for _, spec := range group.Specs {
				if named, ok := spec.(*ast.TypeSpec); ok {
					types[named.Name.Name] = true
				}
			}
		}
	}
	collector := collector{truth: found, files: files, types: types}
	for _, declaration := range file.Decls {
		ast.Walk(visitor{&collector, nil, false, nil}, declaration)
	}
}
