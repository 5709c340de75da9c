package dev.gradus.engine.parallel;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Threads that remember nothing of whoever happens to start them. A thread takes after the one that makes it: context
 * class loader, inheritable thread locals and, before JDK 24, the protection domains of every class on its stack. A
 * worker lives on when that caller has gone, and would keep the caller's class loader.
 */
final class UnattachedThreads {
    private UnattachedThreads() {}

    static Thread daemon(Runnable work, String name) {
        // From JDK 24 on there is nothing to leave behind, and the class that does it is going to be removed.
        return Runtime.version().feature() < 24 ? WithoutCallers.make(work, name) : make(work, name);
    }

    private static Thread make(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }

    private static final class WithoutCallers {
        @SuppressWarnings("removal")
        static Thread make(Runnable work, String name) {
            return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> UnattachedThreads.make(work, name));
        }
    }
}
