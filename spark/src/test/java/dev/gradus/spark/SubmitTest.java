package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gradus fleet} as {@code spark-submit} starts it on a cluster: the classes of the build stand for the jars. */
class SubmitTest {
    @Test
    void aClusterTrainsWhatIsSubmitted(@TempDir Path folder) throws Exception {
        Sessions.requireJava();
        Path data = Files.createDirectory(folder.resolve("data"));
        for (int series = 0; series < 4; series++) {
            StringBuilder text = new StringBuilder("timestamp,value\n");
            for (int i = 0; i < 100; i++) {
                text.append(60 * i)
                        .append(',')
                        .append(StrictMath.sin(i / (3.0 + series)))
                        .append('\n');
            }
            Files.writeString(data.resolve("s" + series + ".csv"), text);
        }
        Path out = folder.resolve("out");
        try (StandaloneCluster cluster = new StandaloneCluster(Files.createDirectory(folder.resolve("cluster")), 1)) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(flag -> flag.startsWith("--add-"))
                    .toList());
            command.addAll(List.of(
                    "-Xmx600m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.apache.spark.deploy.SparkSubmit",
                    "--master",
                    cluster.url(),
                    "--executor-memory",
                    "512m",
                    "--conf",
                    "spark.driver.host=127.0.0.1",
                    "--conf",
                    "spark.driver.bindAddress=127.0.0.1",
                    "--conf",
                    "spark.ui.enabled=false",
                    "--conf",
                    "spark.executor.extraClassPath=" + cluster.classes(),
                    "--class",
                    "dev.gradus.cli.Main",
                    "spark-internal",
                    "fleet",
                    "--data",
                    data.toString(),
                    "--out",
                    out.toString(),
                    "--model",
                    "dense-ae",
                    "--window",
                    "8",
                    "--epochs",
                    "1"));
            File log = folder.resolve("submit.log").toFile();
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            try {
                assertTrue(process.waitFor(4, TimeUnit.MINUTES), "it takes more than 4 minutes");
            } finally {
                process.destroyForcibly();
            }
            String said = Files.readString(log.toPath());
            assertEquals(0, process.exitValue(), said);
            assertTrue(said.contains("Series     4\nDone       4, with "), said);
            assertTrue(said.contains("master " + cluster.url()), said);
            assertEquals(5, Files.readAllLines(out.resolve("report.csv")).size());
        }
    }
}
