package io.dreamcacher.cli.commands;

import io.dreamcacher.failure.FailureCategory;

/** What the shell learns; {@code docs/errors.md} lists them. */
final class ExitCode {
    static final int OK = 0;
    /** A batch was finished, but some of its rows came to nothing. */
    static final int SOME_FAILED = 8;

    private ExitCode() {}

    static int of(FailureCategory category) {
        return switch (category) {
            case INTERNAL -> 1;
            case BAD_REQUEST -> 2;
            case NOT_FOUND -> 3;
            case FORBIDDEN -> 9;
            case REFUSED -> 10;
            case BAD_MODEL -> 4;
            case BAD_DATA -> 5;
            case BUSY -> 6;
            case EXHAUSTED -> 7;
            case CANCELLED -> 130;
        };
    }
}
