#Requires -Version 7
<#
.SYNOPSIS
    Keeps a stock.
.DESCRIPTION
    Reads the stock from a file and writes it back.
.PARAMETER Path
    The file.
.EXAMPLE
    ./stock.ps1 -Path stock.json
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [string] $Path,
    [int]$Limit = 10
)

Import-Module -Name PSReadLine -Force
Import-Module "$PSScriptRoot/Common.psm1"
. "$PSScriptRoot/lib/prices.ps1"
. ./colours.ps1

# How many items were seen.
$script:Count = 0
$Global:Total = 1
Set-Variable -Name Rate -Value 3 -Option Constant
[int]$answer = 42
$first, $second = 1, 2
$answer = $answer + 1
Set-StrictMode -Version Latest

enum Colour { Red; Green = 2 }

# Something that can be sold.
class Thing {
    [string] Label([int]$width) { return 'thing' }
}

#region items
# An item of the stock.
class Item : Thing, IComparable {
    # What it is called.
    [string] $Name
    hidden [int] $seen = 0
    static [Item[]] $All = @()
    [System.Collections.Generic.List[Item]] $Parts

    Item([string]$name) { $this.Name = $name }

    # The label on the shelf.
    [string] Label([int]$width) { return $this.Pad($width) + [Item]::Make('x').Name }
    static [Item] Make([string]$name) { return [Item]::new($name) }
    hidden [string] Pad([int]$width) { $this.seen++; return [Math]::Abs($width) }
    [int] CompareTo([object] $other) { return $this.Name.CompareTo($other.Name) }
}
#endregion

<#
.SYNOPSIS
Gets items.
#>
function Get-StockItem {
    [CmdletBinding()]
    [OutputType([Item])]
    param ([Parameter()][string[]]$Name, $Other)
    begin { $total = 0 }
    process {
        foreach ($entry in $Name) {
            $total += $entry.Length
            Write-Output -InputObject $entry | Where-Object { $_.Price -gt $Limit }
        }
        $item = New-Object -TypeName Item -ArgumentList 'a'
        & Invoke-Check -Force:$true
        get-otheritem $Path @extra
        $item.label(3)
    }
    end { $env:PATH; ${odd name}; return $script:Count }
}

function Get-OtherItem($Path) {
    <#
    .SYNOPSIS
        Gets what is not on a shelf.
    .PARAMETER Path
        Where to look.
    #>
    $depth = 3
    function Find-Inner { param($Depth) "$Depth of $answer" }
    $select = { param($x) $x.Name + $Path }
    $script:Last = Find-Inner $depth
    try { Get-StockItem -Name a } catch [System.IO.IOException] { throw }
    Write-Host "found $($script:Count) in $Path" $select
}

# Passes every second one.
filter Select-Even { if ($_ % 2 -eq 0) { $_ } }

function global:Test-Stock($a, [int]$b = 3) {
    # Not help.
    $a.Run($b)
    [string]::IsNullOrEmpty($a)
}

Set-Alias -Name gsi -Value Get-StockItem
New-Alias even Select-Even
$handler = { param($stock) Test-Stock $stock }
$table = @{ Name = 'x'; Handler = $handler }

gsi -Name $table.Name | even
Export-ModuleMember -Function Get-StockItem, 'Test-Stock' -Alias gsi

# What a door can be.
[System.Flags()]
enum State {
    Open = 1
    Shut
}

[Serializable()] class Door : Thing {
    [string] $Name
    Door([string] $name, [int] $width) : base("door $name", $width) {
        $this.Name = $name ?? 'door'
    }
    [string] Show([bool] $open) { return $open ? 'open' : $this.Name }
}
. $PSScriptRoot/more/doors.ps1
$current ??= [State]::Open
$doors | ? { $_.Name } | Sort-Object
