package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.fleet.engine.FleetEngine;
import dev.gradus.models.fleet.engine.FleetOrder;
import dev.gradus.models.fleet.engine.FleetOutcome;
import dev.gradus.models.fleet.engine.FleetSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command without Spark; with it, the module {@code spark} tests it. */
class FleetCommandTest {
    @TempDir
    private Path folder;

    private Path data;
    private final StringWriter said = new StringWriter();
    private final StringWriter complained = new StringWriter();
    private FleetEngine engine = this::run;
    private FleetOrder order;

    @BeforeEach
    void writeData() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("a.csv"), "timestamp,value\n1,2\n");
        Files.createDirectory(folder.resolve("empty"));
        Files.createDirectory(folder.resolve("table"));
        Files.createFile(folder.resolve("table").resolve("part.parquet"));
    }

    private FleetOutcome run(FleetOrder asked, FleetEngine.Listener listener) {
        order = asked;
        listener.begin(2);
        listener.progress(2, 3, 1);
        return new FleetOutcome("local[7]", 2, 1, 1, 1, 3.5, 0.5, List.of("b: is bad"), List.of("r.csv", "a.csv"));
    }

    private int fleet(Object... more) {
        List<String> arguments = new ArrayList<>();
        Stream.of(more).map(Object::toString).forEach(arguments::add);
        FleetCommand command = new FleetCommand(() -> Optional.ofNullable(engine));
        Errors errors = new Errors(() -> false);
        return new CommandLine(command)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(complained))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void saysWhatCameOfIt() {
        assertEquals(
                1,
                fleet("--data", data, "--out", folder.resolve("out"), "--model", "dense-ae", "--master", "local[7]"));
        String[] expected = {
            "Series     3\n",
            "Done       2, with 1 anomaly in 1 of them\n",
            "Failed     1; the report says why\n           b: is bad\n",
            "Seconds    3.5 of training, 0.5 of scoring, over all series\n",
            "Files      r.csv\n           a.csv\n",
            "Settings   dense autoencoder, window 100, 35 epochs, seed 0, master local[7], at most ",
            " series per second\n",
        };
        for (String part : expected) {
            assertTrue(said.toString().contains(part), said.toString());
        }
        assertTrue(complained.toString().contains("fleet: 2 of 2 parts: 3 series, 1 failed\n"), complained.toString());
    }

    @Test
    void aFolderOfCsvFilesIsTakenForSeries() {
        fleet("--data", data, "--out", folder.resolve("out"), "--seed", 5, "--column", "cpu", "--longest", 77);
        assertEquals(new FleetSource.Files(data, "cpu", ZoneOffset.UTC.normalized()), files("UTC"));
        assertEquals(5, order.config().seed());
        assertEquals(77, order.config().longest());
        assertEquals("", order.master());
        assertEquals(folder.resolve("out").toString(), order.out());
    }

    private FleetSource.Files files(String zone) {
        FleetSource.Files files = (FleetSource.Files) order.source();
        assertEquals(ZoneId.of(zone), files.zone());
        return new FleetSource.Files(files.folder(), files.column(), ZoneOffset.UTC.normalized());
    }

    @Test
    void anythingElseIsATable() {
        Object out = folder.resolve("out");
        fleet("--data", folder.resolve("table"), "--out", out);
        assertEquals(
                new FleetSource.Table(
                        folder.resolve("table").toString(), "series", "time", List.of("value"), ZoneId.of("UTC")),
                order.source());
        fleet(
                "--data",
                "hdfs://host/table",
                "--out",
                "hdfs://host/out",
                "--series",
                "s",
                "--time",
                "t",
                "--model",
                "dense-ae",
                "--columns",
                "a,b",
                "--zone",
                "Asia/Tokyo",
                "--master",
                "spark://host:7077");
        assertEquals(
                new FleetSource.Table("hdfs://host/table", "s", "t", List.of("a", "b"), ZoneId.of("Asia/Tokyo")),
                order.source());
        assertEquals(100_000, order.config().longest());
        assertEquals("spark://host:7077", order.master());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no-such | out | | --data: there is no file or folder no-such; check its name",
                "data/a.csv | out | | is one CSV file; name its folder, or see 'gradus detect'",
                "empty | out | | holds no file that ends in .csv and no Parquet; name a folder that does",
                "data | data | | is there already, with something in it; name another folder, or take it away",
                "data | data/a.csv | | is there already, with something in it; name another folder, or take it away",
                "data | out | --zone=Nowhere | --zone: there is no zone 'Nowhere'; take one such as UTC",
                "data | out | --series=s | --series and --time are for Parquet; CSV files are one series each",
                "data | out | --model=x | --model: there is no model 'x'; choose one of tadgan",
                "data | out | --window=1 | --window",
                "data | out | --epochs=0 | --epochs must be at least 1, not 0",
                "data | out | --longest=0 | --longest must be at least 1, not 0",
            })
    void whatIsWrongIsSaid(String from, String to, String option, String message) {
        List<Object> arguments = new ArrayList<>(
                List.of("--data", from.equals("no-such") ? from : folder.resolve(from), "--out", folder.resolve(to)));
        if (option != null) {
            arguments.add(option);
        }
        assertEquals(2, fleet(arguments.toArray()));
        assertTrue(complained.toString().contains(message), complained.toString());
        assertNull(order);
    }

    @Test
    void whatTheEngineSaysIsSaid() {
        Object[] arguments = {"--data", data, "--out", folder.resolve("out")};
        engine = null;
        assertEquals(1, fleet(arguments));
        engine = (asked, listener) -> {
            throw new IllegalArgumentException("master: there is none");
        };
        assertEquals(2, fleet(arguments));
        engine = (asked, listener) -> {
            throw new IOException("Spark gave up");
        };
        assertEquals(1, fleet(arguments));
        engine = (asked, listener) -> {
            throw new IllegalStateException("not here");
        };
        assertEquals(1, fleet(arguments));
        assertEquals(
                List.of(
                        "gradus: Apache Spark is not on the class path; start this with ./gradus fleet, which fetches it, or"
                                + " with spark-submit",
                        "gradus: --master: there is none",
                        "Try 'fleet --help'.",
                        "gradus: Spark gave up",
                        "gradus: not here"),
                complained.toString().lines().toList());
    }

    @Test
    void linesComeFromTimeToTime() {
        long[] now = {0};
        FleetProgress progress = new FleetProgress(new PrintWriter(complained), false, () -> now[0]);
        progress.begin(10);
        now[0] = 4_000_000_000L;
        progress.progress(1, 10, 0);
        now[0] = 10_000_000_000L;
        progress.progress(2, 20, 2);
        now[0] = 11_000_000_000L;
        progress.progress(11, 101, 2);
        progress.close();
        assertEquals(
                List.of(
                        "fleet: 2 of 10 parts: 20 series, 2 failed, about 40 s left",
                        "fleet: 10 of 10 parts: 101 series, 2 failed"),
                complained.toString().lines().toList());
    }

    @Test
    void helpNamesIt() {
        CommandLine main = Main.commandLine(FakeTrainer::new).setOut(new PrintWriter(said));
        assertEquals(0, main.execute("help"));
        assertTrue(said.toString().contains("\n  fleet "), said.toString());
        assertEquals(0, main.execute("fleet", "--help"));
        assertTrue(said.toString().contains("--master=URL"), said.toString());
        assertFalse(said.toString().contains("--jobs"), said.toString());
    }
}
