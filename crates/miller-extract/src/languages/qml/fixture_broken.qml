import QtQuick

Item {
    id: page
    property int before: 1
    function broken() { return 1 + ; }
    property int after: before
    Text { id: last; text: "" + }
    function whole() { return last.text }
}
