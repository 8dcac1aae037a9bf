' A shop and what it sells.
Imports System
Imports System.Collections.Generic
Imports IO = System.IO

''' <summary>All of the shop.</summary>
Namespace Acme.Shop

    Public Enum Colour
        Red
        ''' <summary>As grass.</summary>
        Green = 2
    End Enum

    Public Delegate Function Handler(ByVal count As Integer) As String

    Public Interface IThing
        Inherits IDisposable
        Property Name As String
        Function Label(width As Integer) As String
        Event Changed As EventHandler
        Sub Go()
    End Interface

    ''' <summary>
    ''' Something on a shelf.
    ''' </summary>
    ''' <remarks>It has a price.</remarks>
    <Serializable>
    Public MustInherit Class Item
        Inherits Thing
        Implements IThing, IO.IOther(Of Colour)

        Private ReadOnly _name As String = "x", other As Integer
        Public Const Limit As Integer = 10
        Private owner As Item
        Public Event Sold(ByVal sender As Object, e As EventArgs)

        Public Sub New(name As String)
            MyBase.New(name)
            Me._name = name
            Dim list As New List(Of Item)
            Dim shelf As New Shelf()
            shelf.Fill(list(0))
            Dim count As Integer = 3, made = New Item("x") With {.Name = "q"}
            Const Top As Integer = 1
            For Each entry As Item In list
                entry.Label(Top)
            Next
            For index As Integer = 0 To 3
                Console.WriteLine(index)
            Next
            If name Is Nothing Then Return
            If count > Limit Then
                GO()
            Else
                count = me.Twice(count, factor:=2)
            End If
            Try
                Throw New Exception("x")
            Catch problem As Exception When count > 1
                Console.Write(problem.Message)
            End Try
            Dim double_it = Function(a As Integer) a + 1
            Dim show = Sub(a)
                           Go(a)
                       End Sub
            AddHandler Sold, AddressOf OnSold
            Using reader = New IO.StreamReader("x")
                reader.Read()
            End Using
        End Sub

        Protected Overrides Sub Finalize()
        End Sub

        ''' <summary>What it is called.</summary>
        Public Property Name As String Implements IThing.Name
            Get
                Return _name
            End Get
            Private Set(value As String)
                other = value.Length
            End Set
        End Property

        Public Property Stock As Integer = 3

        Default Public ReadOnly Property Part(index As Integer) As Item
            Get
                Return owner
            End Get
        End Property

        Public Shared Operator +(first As Item, second As Item) As Item
            Return first
        End Operator

        ''' <summary>The label.</summary>
        ''' <param name="width">How wide it is.</param>
        ''' <returns>A text.</returns>
        Public Overridable Function Label(width As Integer) As String Implements IThing.Label
            Return CType(width, String) & GetType(Item).Name
        End Function

        Public Function Label() As String
            Return Label(3)
        End Function

        Private Function Twice(count As Integer, factor As Integer) As Integer
            Return count * factor
        End Function

        Private Sub OnSold(sender As Object, e As EventArgs) Handles Me.Sold
        End Sub

        Protected Friend Sub Go() Implements IThing.Go
        End Sub
    End Class

    ''' <summary>What items stand on.</summary>
    Friend Class Shelf(Of T)
        Dim size As Integer
        Dim boards As List(Of Item)
        Private spare As New Item("spare")
        Private Shared ReadOnly known As New Dictionary(Of String, Item)()
        Protected counts As New List(Of Integer)

        Public Sub Fill(item As Item)
            Done(notify:=True, index:=Me.size)
            Dim lengths As New List(Of Integer)
            Dim island = order.Integral Or Not isolated
            Dim parts = New Dictionary(Of String, Item)(boards.Count)
            If Notify(item) AndAlso isolated Then Order(item)
        End Sub

        Private Class Board
        End Class
    End Class

    Public Structure Point
        Public X As Integer
        Public Y As Integer
    End Structure

    Module Tools
        Declare Function Beep Lib "kernel32" Alias "MessageBeep" (ByVal kind As Integer) As Boolean

        <Extension>
        Public Sub Print(item As Item)
            item.Go()
            Dim other As Item = item.Part(1)
            other.Label(3)
        End Sub

        Async Function RunAsync() As Task
            Await RunAsync()
        End Function
    End Module
End Namespace
