package main

import (
	"go/ast"
	"go/types"
	"path/filepath"
	"strings"
)

func (p *program) answer(place string) answer {
	told := answer{Path: place, Uses: []use{}}
	file, ok := p.parsed[place]
	if !ok {
		reason := p.refused[place]
		told.Error = &reason
		return told
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch found := node.(type) {
		case *ast.ImportSpec, *ast.BranchStmt:
			return false
		case *ast.LabeledStmt:
			ast.Inspect(found.Stmt, func(below ast.Node) bool { return p.visit(&told, below) })
			return false
		}
		return p.visit(&told, node)
	})
	return told
}

// visit notes a name that is used.
func (p *program) visit(told *answer, node ast.Node) bool {
	if _, jump := node.(*ast.BranchStmt); jump {
		return false
	}
	selector, ok := node.(*ast.SelectorExpr)
	if ok {
		// The name of a member whose owner is unknown has no object.
		if _, known := p.info.Uses[selector.Sel]; !known {
			p.note(told, selector.Sel, use{Verdict: "undecided"})
		}
		return true
	}
	name, ok := node.(*ast.Ident)
	if !ok {
		return true
	}
	object := p.info.Uses[name]
	if _, imported := object.(*types.PkgName); imported || object == nil {
		return true
	}
	p.note(told, name, p.meaning(object))
	return true
}

func (p *program) note(told *answer, name *ast.Ident, found use) {
	place := p.files.Position(name.Pos())
	found.Line, found.Column, found.Name = place.Line, place.Column-1, name.Name
	told.Uses = append(told.Uses, found)
}

func (p *program) meaning(object types.Object) use {
	if object.Pkg() == nil || !object.Pos().IsValid() {
		return use{Verdict: "outside"}
	}
	place := p.files.Position(object.Pos())
	relative := filepath.ToSlash(place.Filename)
	if filepath.IsAbs(relative) || strings.HasPrefix(relative, "..") {
		return use{Verdict: "outside"}
	}
	found := use{
		Verdict:     "inside",
		Definitions: []definition{{relative, place.Line, object.Name()}},
	}
	variable, isVariable := object.(*types.Var)
	switch {
	case isVariable && variable.IsField():
		// Fields of types without a name may be symbols and need not be.
		found.Optional = !p.named[object.Pos()]
	case object.Parent() != nil && object.Parent() != object.Pkg().Scope():
		found.Verdict = "local"
	}
	return found
}
