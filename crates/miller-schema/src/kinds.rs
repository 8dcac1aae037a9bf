//! The words that the `kind`, `visibility` and `status` columns may hold.

/// Defines an enumeration whose values are the words of a column.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        impl $name {
            /// All values, in the order of their definition.
            pub const ALL: &[$name] = &[$( $name::$variant ),+];

            /// The word in the column.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( $name::$variant => $word, )+
                }
            }
        }
    };
}

words! {
    /// What a symbol defines.
    SymbolKind {
        /// A class.
        Class = "class",
        /// An interface, a protocol.
        Interface = "interface",
        /// A function that belongs to no type.
        Function = "function",
        /// A function that belongs to a type.
        Method = "method",
        /// A variable outside functions.
        Variable = "variable",
        /// A variable that is never assigned again, by the language or by convention.
        Constant = "constant",
        /// A member that reads like a field and runs code.
        Property = "property",
        /// An enumeration.
        Enum = "enum",
        /// A value of an enumeration.
        EnumMember = "enum_member",
        /// A module: a file, a package clause, a block.
        Module = "module",
        /// A namespace.
        Namespace = "namespace",
        /// A type that is none of the others: an alias, a `typedef`.
        Type = "type",
        /// A trait.
        Trait = "trait",
        /// A structure, a record.
        Struct = "struct",
        /// A union.
        Union = "union",
        /// A variable that belongs to a type or to its instances.
        Field = "field",
        /// A constructor.
        Constructor = "constructor",
        /// A destructor, a finalizer.
        Destructor = "destructor",
        /// An overloaded operator.
        Operator = "operator",
        /// A name brought in from elsewhere.
        Import = "import",
        /// A name handed out under an own name.
        Export = "export",
        /// An event.
        Event = "event",
        /// A delegate.
        Delegate = "delegate",
        /// A macro.
        Macro = "macro",
    }
}

impl SymbolKind {
    /// Whether other symbols can be members of it.
    #[must_use]
    pub const fn has_members(self) -> bool {
        matches!(
            self,
            SymbolKind::Class
                | SymbolKind::Interface
                | SymbolKind::Enum
                | SymbolKind::Module
                | SymbolKind::Namespace
                | SymbolKind::Trait
                | SymbolKind::Struct
                | SymbolKind::Union
                | SymbolKind::Type
        )
    }

    /// Whether it is a type with members of its own, which makes a function in it a method.
    #[must_use]
    pub const fn is_type(self) -> bool {
        self.has_members() && !matches!(self, SymbolKind::Module | SymbolKind::Namespace)
    }
}

words! {
    /// How an identifier uses a name.
    IdentifierKind {
        /// It is called.
        Call = "call",
        /// It is read or written.
        VariableRef = "variable_ref",
        /// It stands where a type stands.
        TypeUsage = "type_usage",
        /// It is looked up in something and not called.
        MemberAccess = "member_access",
        /// It is brought in from elsewhere.
        Import = "import",
    }
}

words! {
    /// What an edge says.
    RelationshipKind {
        /// A function calls another.
        Calls = "calls",
        /// A type extends another.
        Extends = "extends",
        /// A type implements an interface or a trait.
        Implements = "implements",
        /// A symbol uses another in a way that no other kind names.
        Uses = "uses",
        /// A function returns a type.
        Returns = "returns",
        /// A function takes a type.
        Parameter = "parameter",
        /// A name is brought in from elsewhere.
        Imports = "imports",
        /// An instance of a type is made.
        Instantiates = "instantiates",
        /// A symbol refers to another.
        References = "references",
        /// A symbol defines another.
        Defines = "defines",
        /// A method replaces one of a base type.
        Overrides = "overrides",
        /// A symbol contains another.
        Contains = "contains",
        /// A variable or a member holds an instance of a type.
        HasType = "has_type",
    }
}

words! {
    /// Who may use a symbol.
    Visibility {
        /// Everybody.
        Public = "public",
        /// The type and those derived from it.
        Protected = "protected",
        /// The package, crate, assembly or module.
        Internal = "internal",
        /// The type or the file.
        Private = "private",
    }
}

words! {
    /// What became of a file.
    FileStatus {
        /// All of it is in the rows.
        Ok = "ok",
        /// Some of it is missing or guessed; the detail says what.
        Partial = "partial",
        /// It was left out for the reason in the detail.
        Skipped = "skipped",
        /// It could not be read.
        Failed = "failed",
    }
}
