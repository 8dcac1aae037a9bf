pragma ComponentBehavior: Bound

import QtQuick 2.15
import QtQuick.Controls as Controls
import "scripts/prices.js" as Prices
import "components"
import org.kde.kirigami 2.20 as Kirigami

/*!
    A list of products.
*/
@Deprecated { reason: "use Shop" }
Rectangle {
    id: root

    /// What is sold.
    property list<Product> products
    readonly property int count: products.length
    default property alias content: column.data
    required property string title
    property var _cache: ({ first: 1, [root.title]: 2 })
    property Component delegate: Text { text: "none" }
    property Controls.Button button

    required color

    /** Somebody buys. */
    signal bought(string name, price: int)
    signal closed

    enum Mood { Glad, Sad = 2 }
    enum Size {
        /// For one.
        Small,
        Large
    }

    component Price: Text {
        property real amount
        text: Prices.format(amount)
    }

    width: 200; height: parent.height / 2
    anchors.fill: parent
    anchors { margins: Kirigami.Units.smallSpacing }
    onBought: (name, price) => { console.log(name, price); total(price) }
    onClosed: root.count > 0 ? close() : Qt.quit()
    Component.onCompleted: {
        const mood = Mood.Glad;
        refresh();
    }

    function total(extra: int): real {
        var sum = 0;
        for (let i = 0; i < root.count; i++) {
            sum += products[i].price;
        }
        for (const product of products) sum += product.price
        try {
            load(sum);
        } catch (error) {
            console.warn(error);
        }
        function add(other = extra) { return sum + other }
        const list = products.map(product => product.name);
        const { first, second: renamed, ...rest } = _cache;
        const [one, two = 2] = list;
        const pair = { sum, first: one, add() { return two } };
        return add(extra);
    }

    function* each() { yield* products }

    function refresh() {
        const model = new Prices.Model(column);
        timer.restart();
        const twice = (number) => number * 2;
        twice(2);
        root.bought("apple", 1);
        label.text = column.spacing + pair.sum;
        list.forEach(function (item) { this.visible = item.visible });
        label: while (true) { break label; }
    }

    Column {
        id: column
        spacing: 4
        property int rows: 0

        Text { id: label; text: qsTr("Total: %1").arg(root.total(0)) }
        Price { amount: 3 }
        Controls.Button {
            text: "Buy"
            onClicked: column.rows += 1
        }
        Repeater {
            model: root.products
            delegate: Text {
                required property var modelData
                text: modelData.name
            }
        }
    }

    Timer {
        id: timer
        interval: 1000
        onTriggered: function () { root.refresh() }
    }

    Behavior on width { NumberAnimation { duration: 100 } }

    states: [
        State { name: "open" },
        State { name: "closed"; when: !root.enabled }
    ]
}
