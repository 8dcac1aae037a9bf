package com.acme.orchard

/** Marks what is written to disk. */
@Target(AnnotationTarget.CLASS)
@Retention(AnnotationRetention.BINARY)
annotation class Stored
