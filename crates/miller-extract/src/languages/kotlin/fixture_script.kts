#!/usr/bin/env kotlin

import java.io.File

val (major, minor) = "1.2".split(".")

/** Prints a line. */
val report = { line: String -> println(line) }

var total = 0

plugins {
    id("java-library")
    kotlin("jvm") version "2.0.0"
}

dependencies {
    implementation(libs.gson)
    testImplementation("org.junit:junit:4.13")
}

tasks.register<Copy>("collect") {
    from(layout.buildDirectory)
    into(File(major, minor))
    report("collected")
}

fun broken(a: Int): Int {
    val x = = a
    return x
}

class After {
    fun stillHere() = total
}
