namespace Acme.Files;

using System.IO;

[assembly: Mark]
/// <summary>Reads files.</summary>
file static class Reader
{
    static int opened;

    internal static Stream Open(string path) { opened++; return File.OpenRead(path); }
}

struct Handle : IDisposable
{
    public void Dispose() => Reader.Open("x");
}
