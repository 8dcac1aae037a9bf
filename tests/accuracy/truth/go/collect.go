package main

import (
	"go/ast"
	"go/token"
)

// collector adds what visitors find.
type collector struct {
	truth *truth
	files *token.FileSet
	// The types that the file defines: a method of another one belongs to nothing in the file.
	types map[string]bool
}

// visitor stands at a place in the tree.
type visitor struct {
	*collector
	// The innermost definition, if there is one.
	around *string
	// Whether it stands in the body of a function.
	local bool
	// The documentation of the declaration around, which is that of all without one of their own.
	doc *ast.CommentGroup
}

func (at visitor) line(position token.Pos) int {
	// Without the adjustments that line directives ask for.
	return at.files.PositionFor(position, false).Line
}

func (at visitor) define(name *ast.Ident, kinds []string, whole ast.Node, doc *ast.CommentGroup, optional bool) {
	if name.Name == "_" {
		// It defines nothing; a function without a name is still one.
		if _, ok := whole.(*ast.FuncDecl); !ok {
			return
		}
		optional = true
	}
	at.truth.Definitions = append(at.truth.Definitions, definition{
		Name: name.Name, Kind: kinds, Line: at.line(name.Pos()), EndLine: at.line(whole.End() - 1),
		Parent: at.around, Doc: text(doc), Exported: name.IsExported(), Optional: optional,
	})
}

func text(doc *ast.CommentGroup) *string {
	if doc == nil {
		return nil
	}
	text := doc.Text()
	if text == "" {
		return nil
	}
	return &text
}

// inside is the place inside a definition.
func (at visitor) inside(name string) visitor {
	if name != "_" {
		at.around = &name
	}
	at.doc = nil
	return at
}

// Visit adds a node and says how its children are visited.
func (at visitor) Visit(node ast.Node) ast.Visitor {
	switch node := node.(type) {
	case *ast.FuncDecl:
		return at.function(node)
	case *ast.GenDecl:
		at.doc = node.Doc
		return at
	case *ast.FuncLit:
		at.local = true
		return at
	case *ast.TypeSpec:
		return at.typeSpec(node)
	case *ast.ValueSpec:
		return at.valueSpec(node)
	case *ast.AssignStmt:
		return at.assignment(node)
	case *ast.StructType:
		return at.fields(node)
	case *ast.InterfaceType:
		at.methods(node)
		return at
	case *ast.CallExpr:
		at.call(node)
		return at
	}
	return at
}

func (at visitor) function(node *ast.FuncDecl) ast.Visitor {
	kind := "function"
	outside := at
	if node.Recv != nil {
		kind = "method"
		if len(node.Recv.List) == 1 {
			if owner := simple(node.Recv.List[0].Type); owner != nil && at.types[owner.Name] {
				outside.around = &owner.Name
			}
		}
	}
	outside.define(node.Name, []string{kind}, node, node.Doc, false)
	inner := outside
	inner.around, inner.doc = &node.Name.Name, nil
	inner.local = true
	return inner
}

func (at visitor) typeSpec(node *ast.TypeSpec) ast.Visitor {
	kind := "type"
	switch node.Type.(type) {
	case *ast.StructType:
		kind = "struct"
	case *ast.InterfaceType:
		kind = "interface"
	}
	kinds := []string{kind}
	if node.Assign.IsValid() {
		// Another name of a type.
		kinds = append(kinds, "type")
	}
	at.define(node.Name, kinds, node, first(node.Doc, at.doc), false)
	inner := at.inside(node.Name.Name)
	inner.local = false
	if node.TypeParams != nil {
		ast.Walk(inner, node.TypeParams)
	}
	switch of := node.Type.(type) {
	case *ast.StructType:
		inner.embedded(of)
	case *ast.InterfaceType:
		inner.extended(of)
	}
	ast.Walk(inner, node.Type)
	return nil
}

func first(some ...*ast.CommentGroup) *ast.CommentGroup {
	for _, group := range some {
		if group != nil {
			return group
		}
	}
	return nil
}

// valueSpec defines variables and constants of the package; those of functions are no definitions.
func (at visitor) valueSpec(node *ast.ValueSpec) ast.Visitor {
	if at.local {
		if len(node.Names) == 1 && len(node.Values) == 1 && isFunction(node.Values[0]) {
			return at.held(node.Names[0], node)
		}
		return at.inside("_")
	}
	kinds := []string{"variable"}
	if node.Names[0].Obj != nil && node.Names[0].Obj.Kind == ast.Con {
		kinds = []string{"constant"}
	} else if len(node.Values) == 1 && isFunction(node.Values[0]) {
		kinds = []string{"variable", "function"}
	}
	at.asserted(node)
	for _, name := range node.Names {
		at.define(name, kinds, node, first(node.Doc, at.doc), false)
	}
	// Of several names, the value at the place of a name belongs to it.
	if node.Type != nil {
		ast.Walk(at.inside(node.Names[0].Name), node.Type)
	}
	for place, value := range node.Values {
		name := node.Names[0].Name
		if len(node.Values) == len(node.Names) {
			name = node.Names[place].Name
		}
		ast.Walk(at.inside(name), value)
	}
	return nil
}

// assignment to one name of a function: the name is a local one, whoever outlines a file may show it.
func (at visitor) assignment(node *ast.AssignStmt) ast.Visitor {
	if len(node.Lhs) == 1 && len(node.Rhs) == 1 && node.Tok == token.DEFINE && isFunction(node.Rhs[0]) {
		if name, ok := node.Lhs[0].(*ast.Ident); ok {
			return at.held(name, node)
		}
	}
	return at
}

// held defines a function that a local variable holds.
func (at visitor) held(name *ast.Ident, whole ast.Node) ast.Visitor {
	at.define(name, []string{"function", "variable"}, whole, nil, true)
	return at.inside(name.Name)
}

func isFunction(value ast.Expr) bool {
	_, ok := value.(*ast.FuncLit)
	return ok
}

func (at visitor) fields(node *ast.StructType) ast.Visitor {
	for _, field := range node.Fields.List {
		inner := at
		for _, name := range field.Names {
			// A structure that a function writes down without a name belongs to its variables.
			at.define(name, []string{"field"}, field, field.Doc, at.local)
			inner = at.inside(name.Name)
		}
		if len(field.Names) == 0 {
			if name := simple(field.Type); name != nil {
				at.define(name, []string{"field"}, field, field.Doc, at.local)
			}
		}
		ast.Walk(inner, field.Type)
	}
	return nil
}

func (at visitor) methods(node *ast.InterfaceType) {
	for _, field := range node.Methods.List {
		if _, ok := field.Type.(*ast.FuncType); ok {
			for _, name := range field.Names {
				at.define(name, []string{"method"}, field, field.Doc, at.local)
			}
		}
	}
}

// embedded adds the types whose members a structure takes over.
func (at visitor) embedded(node *ast.StructType) {
	for _, field := range node.Fields.List {
		if len(field.Names) == 0 {
			at.extends(field.Type, "either")
		}
	}
}

func (at visitor) extended(node *ast.InterfaceType) {
	for _, field := range node.Methods.List {
		if len(field.Names) == 0 {
			at.extends(field.Type, "extends")
		}
	}
}

// asserted adds `var _ Interface = (*Type)(nil)`: the compiler sees to it that the type implements.
func (at visitor) asserted(node *ast.ValueSpec) {
	if len(node.Names) != 1 || node.Names[0].Name != "_" || len(node.Values) != 1 || node.Type == nil {
		return
	}
	value := node.Values[0]
	if call, ok := value.(*ast.CallExpr); ok {
		value = call.Fun
	}
	if address, ok := value.(*ast.UnaryExpr); ok {
		value = address.X
	}
	if literal, ok := value.(*ast.CompositeLit); ok {
		value = literal.Type
	}
	of, name := simple(value), simple(node.Type)
	if of != nil && name != nil {
		line := at.line(name.Pos())
		at.truth.Bases = append(at.truth.Bases, base{of.Name, name.Name, "implements", line, true})
	}
}

func (at visitor) extends(of ast.Expr, relation string) {
	if name := simple(of); name != nil {
		at.truth.Bases = append(at.truth.Bases, base{*at.around, name.Name, relation, at.line(name.Pos()), false})
	}
}

func (at visitor) call(node *ast.CallExpr) {
	optional := false
	function := node.Fun
	for {
		inner, ok := function.(*ast.ParenExpr)
		if !ok {
			break
		}
		// `(T)(x)` and `(f)(x)` look the same.
		function, optional = inner.X, true
	}
	if _, ok := function.(*ast.StarExpr); ok {
		// `(*T)(x)` converts.
		return
	}
	if name := simple(function); name != nil {
		at.truth.Calls = append(at.truth.Calls, call{name.Name, at.line(name.Pos()), at.around, optional})
	}
}

// simple is the last name of an expression of a type or a function.
func simple(of ast.Expr) *ast.Ident {
	for {
		switch here := of.(type) {
		case *ast.Ident:
			return here
		case *ast.SelectorExpr:
			return here.Sel
		case *ast.StarExpr:
			of = here.X
		case *ast.ParenExpr:
			of = here.X
		case *ast.IndexExpr:
			// `values[0]()` calls what has no name; `Map[K]()` looks the same.
			of = here.X
		case *ast.IndexListExpr:
			of = here.X
		default:
			return nil
		}
	}
}
