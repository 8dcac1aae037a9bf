// A file that is being written.
pragma solidity ^0.8.0;

contract Before {
    uint256 count;

    function broken(uint256 a public {
        count = a;
    }

    function after_(uint256 b) public {
        count = b;
    }
}

contract After is Before {
    function get() external view returns (uint256) { return count; }
}
