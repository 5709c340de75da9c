package dev.gradus.cli;

import java.io.Console;
import java.nio.charset.Charset;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What is known of the place that standard error goes to. */
final class Terminal {
    private Terminal() {}

    /** Whether it is a terminal on which a line can be drawn again: the launcher says so, else the JVM is asked. */
    static boolean isInteractive() {
        String told = System.getProperty("gradus.terminal");
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        Console console = System.console();
        return console != null && isTerminal(console) && !"dumb".equals(System.getenv("TERM"));
    }

    /** {@code Console.isTerminal()} came with Java 22; before, there was a console only where there was a terminal. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** A bar that it can show. */
    static ProgressBarBuilder bar() {
        return new ProgressBarBuilder()
                .setUpdateIntervalMillis(200)
                .setStyle(hasBlocks() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII);
    }

    private static boolean hasBlocks() {
        String name = System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding"));
        Charset charset = name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
        return charset.canEncode() && charset.newEncoder().canEncode('\u2588');
    }
}
