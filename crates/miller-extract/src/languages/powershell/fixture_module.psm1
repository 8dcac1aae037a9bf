using namespace System.IO
using module ./Common.psm1
using module 'Other Module'

function Join-Part([string] $Left) {
    [Path]::Combine($Left, 'part')
}

class Broken {
    [string] $Name
    Broken([string]$name) : base($name) { }
}

function Get-Unfinished {
    if ($true {
}

function Get-Finished { 'done' }
