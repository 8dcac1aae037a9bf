<?php
// What PHP-Parser says of files, a line of JSON for each path on standard input.

require $argv[1] . '/usr/share/php/PhpParser/autoload.php';

use PhpParser\Node;
use PhpParser\Node\Expr;
use PhpParser\Node\Stmt;

/** What a node stands in. */
final class Place
{
    /** @param list<?string>|string|null $around the innermost definition */
    public function __construct(
        public array|string|null $around = null,
        public ?string $type = null,
        public bool $top = true,
    ) {
    }
}

final class Reader
{
    public array $definitions = [];
    public array $calls = [];
    public array $bases = [];
    private array $globals = [];

    /** @param Node[] $nodes */
    public function read(array $nodes): void
    {
        $left = [];
        $this->push($left, $nodes, new Place());
        while ($left) {
            [$node, $place] = array_pop($left);
            $below = $this->visit($node, $place);
            foreach (array_reverse($node->getSubNodeNames()) as $name) {
                $part = $node->$name;
                // Attributes stand in the text of what they are written on; so does all else.
                $this->push($left, is_array($part) ? $part : [$part], $below);
            }
            // A namespace without braces reaches to the next one.
        }
    }

    private function push(array &$left, array $nodes, Place $place): void
    {
        foreach (array_reverse($nodes) as $node) {
            if ($node instanceof Node) {
                $left[] = [$node, $place];
            } elseif (is_array($node)) {
                $this->push($left, $node, $place);
            }
        }
    }

    private function define(
        string $name,
        array|string $kind,
        Node $at,
        Node $node,
        Place $place,
        ?Node $documented = null,
        bool $optional = false,
        array|string|null $parent = null,
    ): void {
        $doc = ($documented ?? $node)->getDocComment();
        $this->definitions[] = [
            'name' => $name,
            'kind' => $kind,
            'line' => $at->getStartLine(),
            'end_line' => $node->getEndLine(),
            'parent' => $parent ?? $place->around,
            'doc' => $doc ? self::text($doc->getText()) : null,
        ] + ($optional ? ['optional' => true] : []);
    }

    private static function text(string $comment): ?string
    {
        $lines = preg_split('/\R/', substr($comment, 3, -2));
        $lines = array_map(fn ($line) => preg_replace('/^\s*\*?/', '', $line), $lines);
        return trim(implode("\n", $lines)) ?: null;
    }

    private static function either(array|string|null $around, ?string $name): array
    {
        return array_values(array_unique([$name, ...(is_array($around) ? $around : [$around])]));
    }

    private function visit(Node $node, Place $place): Place
    {
        if ($node instanceof Stmt\Namespace_) {
            // The name of a namespace has no brackets around what follows: where it ends is a matter of taste.
            if ($node->name === null) {
                return $place;
            }
            $name = $node->name->toString();
            $this->definitions[] = [
                'name' => $name, 'kind' => 'namespace', 'line' => $node->name->getStartLine(),
                'end_line' => $node->getAttribute('kind') === Stmt\Namespace_::KIND_SEMICOLON
                    ? $node->name->getEndLine() : $node->getEndLine(),
                'parent' => null, 'doc' => null, 'documented' => false,
            ];
            return new Place($name);
        }
        if ($node instanceof Stmt\ClassLike) {
            return $this->type($node, $place);
        }
        if ($node instanceof Stmt\Function_) {
            $this->define($node->name->name, 'function', $node->name, $node, $place);
            return new Place($node->name->name, null, false);
        }
        if ($node instanceof Stmt\ClassMethod) {
            $name = $node->name->name;
            $kind = match (strtolower($name)) {
                '__construct' => 'constructor', '__destruct' => 'destructor', default => 'method',
            };
            $this->define($name, $kind, $node->name, $node, $place);
            return new Place($name, $place->type, false);
        }
        if ($node instanceof Stmt\EnumCase) {
            $this->define($node->name->name, 'enum_member', $node->name, $node, $place);
            return new Place($node->name->name, $place->type, false);
        }
        if ($node instanceof Stmt\Property || $node instanceof Stmt\ClassConst || $node instanceof Stmt\Const_) {
            $kind = $node instanceof Stmt\Property ? ['property', 'field'] : 'constant';
            $parts = $node instanceof Stmt\Property ? $node->props : $node->consts;
            foreach ($parts as $part) {
                // The declaration of one name reaches to its semicolon.
                $whole = count($parts) === 1 && !$node instanceof Stmt\Const_ ? $node : $part;
                $this->define($part->name->name ?? (string) $part->name, $kind, $part->name, $whole, $place, $node);
            }
            return $place;
        }
        if ($node instanceof Node\PropertyItem || $node instanceof Stmt\PropertyProperty || $node instanceof Node\Const_) {
            return new Place(self::either($place->around, $node->name->name), $place->type, false);
        }
        if ($node instanceof Node\Param && $node->flags) {
            $this->define($node->var->name, ['property', 'field'], $node->var, $node, $place, null, false, $place->type);
            return new Place(self::either($place->around, $node->var->name), $place->type, false);
        }
        if ($node instanceof Stmt\TraitUse) {
            return $this->traits($node, $place);
        }
        if ($node instanceof Stmt\TraitUseAdaptation\Alias && $node->newName) {
            $this->define($node->newName->name, 'method', $node->newName, $node, $place, null, true);
        }
        if ($node instanceof Expr\Assign) {
            return $this->assignment($node, $place);
        }
        if ($node instanceof Expr\Include_) {
            return new Place(self::either($place->around, self::file($node->expr)), $place->type, $place->top);
        }
        if ($node instanceof Expr\CallLike) {
            return $this->call($node, $place);
        }
        return $place;
    }

    /** The name of a file that is included, where it is written down. */
    private static function file(Expr $path): ?string
    {
        $last = $path instanceof Expr\BinaryOp\Concat ? $path->right : $path;
        return $last instanceof Node\Scalar\String_ ? ltrim($last->value, './') : null;
    }

    private function type(Stmt\ClassLike $node, Place $place): Place
    {
        $kind = match (true) {
            $node instanceof Stmt\Interface_ => 'interface',
            $node instanceof Stmt\Trait_ => 'trait',
            $node instanceof Stmt\Enum_ => 'enum',
            default => 'class',
        };
        $name = $node->name->name ?? 'class@anonymous';
        $this->define($name, $kind, $node->name ?? $node, $node, $place);
        $extended = $node->extends ?? [];
        foreach (is_array($extended) ? $extended : [$extended] as $base) {
            $this->base($name, $base, 'extends');
        }
        foreach ($node->implements ?? [] as $base) {
            $this->base($name, $base, 'implements');
        }
        return new Place($name, $name, false);
    }

    private function base(?string $type, Node\Name $base, string $relation): void
    {
        $line = $base->getEndLine();
        $this->bases[] = ['type' => $type, 'base' => $base->getLast(), 'relation' => $relation, 'line' => $line];
    }

    private function traits(Stmt\TraitUse $node, Place $place): Place
    {
        foreach ($node->traits as $trait) {
            $this->base($place->type, $trait, 'either');
        }
        return $place;
    }

    private function assignment(Expr\Assign $node, Place $place): Place
    {
        $name = $node->var instanceof Expr\Variable && is_string($node->var->name) ? $node->var->name : null;
        if ($name === null || $name === 'this') {
            return $place;
        }
        $function = $node->expr instanceof Expr\Closure || $node->expr instanceof Expr\ArrowFunction;
        if (!$place->top && !$function) {
            return $place;
        }
        // Variables of the file are global where the file is run, and local where it is included.
        $this->define('$' . $name, ['variable', 'function'], $node->var, $node, $place, null, true);
        return new Place(self::either($place->around, '$' . $name), $place->type, false);
    }

    private function call(Expr\CallLike $node, Place $place): Place
    {
        $around = $place->around;
        if ($node instanceof Expr\New_) {
            $name = $node->class;
            if ($node->class instanceof Stmt\Class_) {
                return $place;
            }
        } else {
            $name = $node->name;
        }
        if ($node instanceof Expr\FuncCall && $name instanceof Node\Name && $name->getLast() === 'define') {
            $first = $node->getRawArgs()[0]->value ?? null;
            if ($first instanceof Node\Scalar\String_) {
                $this->define($first->value, 'constant', $first, $node, $place);
                $around = self::either($around, $first->value);
            }
        }
        $callee = match (true) {
            $name instanceof Node\Name => $name->getLast(),
            $name instanceof Node\Identifier => $name->name,
            default => null,
        };
        $closure = false;
        if ($node instanceof Expr\FuncCall && $name instanceof Expr\PropertyFetch && $name->name instanceof Node\Identifier) {
            // `($this->callback)()`
            [$closure, $written] = [true, $name->name->name];
        } elseif ($name instanceof Expr\Variable && is_string($name->name)) {
            // `$name()`, `new $name` and `$this->$name()` call what a variable names.
            [$closure, $written] = [true, '$' . $name->name];
        }
        if ($callee !== null || $closure) {
            $fact = ['callee' => $callee ?? $written, 'line' => $name->getEndLine(), 'caller' => $around];
            $this->calls[] = $fact + ($closure ? ['optional' => true] : []);
        }
        return $around === $place->around ? $place : new Place($around, $place->type, $place->top);
    }
}

ini_set('memory_limit', '-1');
$lexer = new PhpParser\Lexer\Emulative(['usedAttributes' => ['comments', 'startLine', 'endLine', 'startFilePos', 'endFilePos']]);
$parser = (new PhpParser\ParserFactory())->create(PhpParser\ParserFactory::ONLY_PHP7, $lexer);
while (($path = fgets(STDIN)) !== false) {
    $path = rtrim($path, "\n");
    $facts = ['path' => $path];
    try {
        $reader = new Reader();
        $reader->read($parser->parse(file_get_contents($path)));
        $facts += ['definitions' => $reader->definitions, 'calls' => $reader->calls, 'bases' => $reader->bases];
    } catch (PhpParser\Error $error) {
        $facts['error'] = $error->getMessage();
    }
    echo json_encode($facts, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_UNICODE), "\n";
}
