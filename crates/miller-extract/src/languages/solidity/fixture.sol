// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
pragma abicoder v2;

import "./Owned.sol";
import {Token, Vault as Safe} from "./Token.sol";
import * as Math from "./Math.sol";
import "./Rates.sol" as Rates;

uint256 constant TOP = 100;

/// @notice A price in the smallest unit.
type Price is uint256;

using {add as +} for Price global;

/// Somebody may not do that.
error Denied(address who, Price amount);

/**
 * @dev Adds two prices.
 * @param a The first.
 * @param b The second.
 */
function add(Price a, Price b) pure returns (Price) {
    return Price.wrap(Price.unwrap(a) + Price.unwrap(b));
}

enum Mood { Good, Bad }

struct Point {
    int256 x;
    int256 y;
}

interface ICatalogue {
    event Listed(uint256 indexed id);

    /// The price of an item.
    function priceOf(uint256 id) external view returns (Price);
}

/// Sums and shares.
library Sums {
    function half(uint256 self) internal pure returns (uint256) {
        return self / 2;
    }
}

/**
 * @title A shop
 * @notice Sells items.
 */
abstract contract Shop is Owned, ICatalogue, Math.Limited(TOP) {
    using Sums for uint256;
    using Math.Tools for Safe;

    /// How an item is.
    enum State {
        Fresh,
        Sold
    }

    /// What can be bought.
    struct Item {
        uint256 id;
        string name;
        State state;
        Point[TOP] places;
    }

    /// An item was sold.
    event Sold(address indexed buyer, uint256 amount);
    error Missing(uint256 id);

    /// Items by owner.
    mapping(address owner => mapping(uint256 id => Item)) public items;
    mapping(address => uint256 balance) balances;
    uint256 public constant MAX = 10;
    address private seller;
    uint256 immutable started = block.timestamp;
    Token internal token;
    function(uint256) external returns (uint256) hook;

    // Not a doc comment.
    modifier onlySeller(uint256 fee) {
        require(msg.sender == seller, "not you");
        _;
    }

    constructor(string memory name, address first) Owned(name) payable {
        seller = first;
        token = new Token{salt: 0}(name);
    }

    receive() external payable {}

    fallback() external {
        revert("no");
    }

    /// @notice Buys an item.
    /// @param id Which one.
    function buy(uint256 id, Item calldata wish)
        public
        virtual
        override(Owned, ICatalogue)
        onlySeller(1)
        returns (Item memory result)
    {
        Item storage item = items[msg.sender][id];
        Item memory other = Item({id: 1, name: "x", state: State.Fresh, places: wish.places});
        (uint256 share, , uint256 rest) = split(id);
        uint256[] memory list = new uint256[](3);
        for (uint256 i = 0; i < list.length; i++) {
            share += i.half();
        }
        emit Sold(msg.sender, share);
        emit ICatalogue.Listed(id);
        if (share > rest) revert Missing(id);
        if (rest == 0) revert(reasonOf(id));
        if (share == 0) revert();
        try token.move{gas: 1}(share) returns (uint256 moved) {
            rest = moved;
        } catch Error(string memory reason) {
            log(reason);
        } catch {
            unchecked {
                rest -= 1;
            }
        }
        super.buy(id, wish);
        this.check(address(this), type(uint256).max);
        payable(seller).transfer(1);
        return item.id > 1 ? item : other;
    }

    function buy(uint256 id) external {
        buy(id, items[seller][id]);
    }

    function split(uint256 amount) internal pure returns (uint256, uint256, uint256 rest) {
        assembly {
            function twice(value) -> doubled {
                doubled := add(value, value)
            }
            let small := twice(amount)
            rest := mload(small)
        }
        return (amount.half(), 0, rest);
    }

    function log(string memory text) private {}

    function check(address who, uint256 limit) external view returns (bool) {
        return (who) == seller && limit > MAX;
    }
}
