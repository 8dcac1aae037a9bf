<?php

/** Still there. */
class Before
{
    public function fine(): int
    {
        return 1;
    }
}

class Broken
{
    public function half(
    {
        $this->
    }
}

/** Also there. */
function after(): Before
{
    return new Before();
}
