' A file that is being written.
Public Class Before
    Public Sub Start()
    End Sub

    Public Sub Broken(
        Start(
    End Sub

    Protected Async Function Load() As Task(Of Integer)
        AddHandler ticker.Tick, AddressOf After
        RaiseEvent Loaded(Me)
    End Function

    Public Sub After()
        Start()
    End Sub
End Class
