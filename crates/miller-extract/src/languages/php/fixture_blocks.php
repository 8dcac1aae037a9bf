<?php
namespace First {
    class Item
    {
        public function open(): Other
        {
            return new Other();
        }
    }

    class Other {}
}

namespace {
    function main(): void
    {
        (new First\Item())->open();
    }

    main();
}
