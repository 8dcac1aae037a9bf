#!/usr/bin/env dotnet-script
using System;

var builder = Application.Create(args);
/// <summary>Adds one.</summary>
Func<int, int> next = number => number + 1;
#pragma warning disable CS0168
builder.Map("/", () => Answer(next(1)));
await builder.RunAsync();

static string Answer(int code) => new Greeting(code).Text;

record Greeting(int Code)
{
    public string Text => Code.ToString();
}
