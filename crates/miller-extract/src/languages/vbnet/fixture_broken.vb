' A file that is being written.
Public Class Before
    Public Sub Start()
    End Sub

    Public Sub Broken(
        Start(
    End Sub

    Public Sub After()
        Start()
    End Sub
End Class
