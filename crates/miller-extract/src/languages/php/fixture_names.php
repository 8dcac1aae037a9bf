<?php

namespace Lantern;

class Shade {}

function light(?string $name, array $options)
{
    if (isset($options['dim']) && !Empty($name)) {
        return new Lantern($name);
    }
    $code = eval('return 1;');
    die("no {$name}");
}
