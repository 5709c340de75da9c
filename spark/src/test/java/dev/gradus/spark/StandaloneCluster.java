package dev.gradus.spark;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A master and workers of Spark's standalone mode, each a process of its own on this machine. */
final class StandaloneCluster implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    private final Path folder;
    private final int port;
    private final List<Process> workers = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();
    private final Process master;

    /** Starts it; {@code folder} takes logs and what Spark writes. */
    StandaloneCluster(Path folder, int workers) throws Exception {
        this.folder = folder;
        Path jars = Files.createDirectories(folder.resolve("jars"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.isDirectory(path)) {
                folders.add(path.toString());
            } else if (Files.exists(path)) {
                Path link = jars.resolve(path.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, path);
                }
            }
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        master = start(
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--webui-port",
                "0");
        awaitMaster();
        for (int i = 0; i < workers; i++) {
            this.workers.add(start(
                    "worker-" + i,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "900m",
                    "--work-dir",
                    folder.resolve("work-" + i).toString(),
                    url()));
        }
    }

    /** Where the master listens. */
    String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Folders of classes, which an executor needs beside the jars. */
    String classes() {
        return String.join(File.pathSeparator, folders);
    }

    /** The executors that run now. */
    List<ProcessHandle> executors() {
        return workers.stream().flatMap(Process::children).toList();
    }

    private Process start(String name, String type, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-"))
                .toList());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), type));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", folder.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private void awaitMaster() throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < end && master.isAlive()) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        String log = Files.readString(folder.resolve("master.log"));
        close();
        throw new IllegalStateException("the master did not start: " + log);
    }

    @Override
    public void close() {
        executors().forEach(ProcessHandle::destroyForcibly);
        workers.forEach(Process::destroyForcibly);
        master.destroyForcibly();
    }
}
