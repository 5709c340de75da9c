package dev.gradus.cli;

/**
 * The line {@code WARNING: Using incubator modules: jdk.incubator.vector}, which the JVM prints on standard error before
 * any code of ours runs, and which no flag stops. Where the launcher says that standard error is a terminal, the line is
 * wiped; in a file or a pipe it stays.
 */
final class IncubatorNotice {

    private static final String LINE_UP_AND_CLEAR = "\u001B[1A\u001B[2K\r";

    private IncubatorNotice() {}

    /** To be called before anything is printed: what it wipes is the line above the cursor. */
    static void wipe() {
        if ("wipe".equals(System.getProperty("gradus.notice"))
                && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            System.err.print(LINE_UP_AND_CLEAR);
            System.err.flush();
        }
    }
}
