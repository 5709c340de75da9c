package dev.gradus.cli;

import java.io.IOException;

/** What is done where the JVM is stopped (Ctrl-C, SIGTERM) while it is open. */
final class Interruption implements AutoCloseable {
    /** The last act of something that may be interrupted up to here. */
    interface Act {
        void run() throws IOException;
    }

    private final Runnable handler;
    private final Thread hook = new Thread(this::run, "gradus-interruption");
    private boolean open = true;

    private Interruption(Runnable handler) {
        this.handler = handler;
    }

    static Interruption handledBy(Runnable handler) {
        Interruption interruption = new Interruption(handler);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private synchronized void run() {
        if (open) {
            open = false;
            handler.run();
        }
    }

    /** Does what must not be torn apart: it is done entirely, or the interruption came first and it is not done. */
    synchronized void end(Act act) throws IOException {
        if (open) {
            act.run();
            open = false;
        }
    }

    @Override
    public synchronized void close() {
        open = false;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is on its way out already, and the hook has run or will find nothing to do.
            return;
        }
    }
}
