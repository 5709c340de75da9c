package dev.gradus.models.series;

import static dev.gradus.models.Thrown.assertThrown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no series: each is answered by one sentence that names the file and what to do. */
class HostileCsvTest {
    private static final String CSV = "timestamp,value\n60,1\n120,2\n";

    @TempDir
    private Path folder;

    private void refuses(String problem, byte... content) throws IOException {
        Path file = Files.write(folder.resolve("data.csv"), content);
        assertThrown(MalformedDataException.class, "data.csv: " + problem, () -> TimeSeries.readCsv(file));
        assertThrown(MalformedDataException.class, "data.csv: " + problem, () -> Labels.readCsv(file));
    }

    private void refuses(String message, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("data.csv"), text);
        assertThrown(MalformedDataException.class, message, () -> TimeSeries.readCsv(file));
    }

    @Test
    void aLinkThatLeadsNowhere() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("gone.csv"));
        assertThrown(
                NoSuchFileException.class,
                link + ": the file that this link leads to is not there",
                () -> TimeSeries.readCsv(link));
    }

    @Test
    void aFileThatCannotBeRead() {
        Path memory = Path.of("/proc/self/mem");
        assumeTrue(Files.isReadable(memory), "needs the folder /proc of Linux");
        IOException e = assertThrows(IOException.class, () -> TimeSeries.readCsv(memory));
        assertTrue(e.getMessage().startsWith("/proc/self/mem: cannot be read: "), e.getMessage());
        assertTrue(e.getMessage().endsWith("; check the disk, or copy the file"), e.getMessage());
    }

    @Test
    void aDeviceWithoutEnd() {
        Path zeros = Path.of("/dev/zero");
        assumeTrue(Files.isReadable(zeros), "needs the device /dev/zero");
        assertThrown(
                MalformedDataException.class,
                "zero: is not a text file (it holds zero bytes)",
                () -> TimeSeries.readCsv(zeros));
    }

    @Test
    void otherFormats() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("sheet.xml"));
            out.write(CSV.getBytes(StandardCharsets.UTF_8));
        }
        refuses(
                "is a ZIP archive or an Excel workbook, not a CSV file; unpack it, or save the sheet as CSV",
                zip.toByteArray());
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(CSV.getBytes(StandardCharsets.UTF_8));
        }
        refuses("is compressed by gzip; unpack it first", gzip.toByteArray());
        refuses("is a Parquet file; write it as CSV", "PAR1 and so on".getBytes(StandardCharsets.UTF_8));
        refuses("is not a text file (it holds zero bytes)", new byte[100]);
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, true", "UTF-16BE, true", "UTF-16LE, false", "UTF-16BE, false"})
    void otherEncodings(String charset, boolean mark) throws IOException {
        String problem = mark
                ? "is text in UTF-16, not in UTF-8; save it in this encoding"
                : "holds zero bytes, as text in UTF-16 does; save it in UTF-8";
        refuses(problem, ((mark ? "\uFEFF" : "") + CSV).getBytes(Charset.forName(charset)));
    }

    @Test
    void whatIsNoTextIsFoundAlsoFarFromTheStart() throws IOException {
        String many = "timestamp,value\n" + "60,1\n".repeat(40_000);
        refuses("data.csv: is not a text file (it holds zero bytes)", many + "\0\n");
        byte[] latin = (many + "70,Gr\u00FC\u00DFe\n").getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("data.csv"), latin);
        assertThrown(
                MalformedDataException.class,
                "data.csv: is not text in UTF-8; save it in this encoding",
                () -> TimeSeries.readCsv(file));
    }

    @Test
    void oneLineWithoutEnd() throws IOException {
        refuses(
                "data.csv:1: not a CSV file: a cell of more than 1048576 characters; is a quote never closed, or are the"
                        + " ends of lines missing?",
                "1".repeat(3_000_000));
        refuses(
                "data.csv:2: not a CSV file: has more columns than any series",
                CSV.substring(0, 16) + "1,".repeat(20_000));
    }

    @Test
    void aLongCellIsShownInPart() throws IOException {
        refuses(
                "data.csv:2: column 'value': '" + "x".repeat(100) + "\u2026' is not a number",
                "timestamp,value\n1," + "x".repeat(100_000) + "\n");
        refuses("data.csv:2: column 'value': '\\u{1b}[31mred' is not a number", "timestamp,value\n1,\u001B[31mred\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,5      | (the decimal sign is a point)",
                "1,234.5  | (write it without thousands separators, the decimal sign a point)",
                "1.234,5  | (write it without thousands separators, the decimal sign a point)",
                "1'234    | (write it without thousands separators, the decimal sign a point)",
                "1 234    | (write it without thousands separators, the decimal sign a point)",
                "1.234.567| (write it without thousands separators, the decimal sign a point)",
                "12 %     | ''",
                "12,34,56 | ''"
            })
    void numbersAsPeopleWriteThem(String cell, String hint) throws IOException {
        refuses(
                ("data.csv:2: column 'value': '" + cell + "' is not a number " + hint).strip(),
                "timestamp;value\n1;" + cell + "\n");
    }

    @Test
    void hugeAndSparseIsAnsweredAtOnce() throws IOException {
        Path file = folder.resolve("sparse.csv");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(CSV.getBytes(StandardCharsets.UTF_8));
            sparse.setLength(3L << 30);
        }
        assertThrown(
                MalformedDataException.class,
                "sparse.csv: is not a text file (it holds zero bytes)",
                () -> TimeSeries.readCsv(file));
    }

    /** Reads a series with little memory, in a JVM of its own, and prints what came of it. */
    static final class Probe {
        public static void main(String... arguments) throws IOException {
            try {
                System.out.print(TimeSeries.readCsv(Path.of(arguments[0])).length() + " rows");
            } catch (MalformedDataException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    private static String readWith(String heap, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName(),
                        file.toString()))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private Path written(String name, int rows, String row) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < rows; i++) {
                out.write((i + row).getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    @Test
    void aFileMayBeLargerThanTheMemory() throws IOException, InterruptedException {
        Path file = written("long.csv", 400_000, "," + "0".repeat(180) + "1.5\n");
        assertTrue(Files.size(file) > 60_000_000, "the file is larger than the heap");
        assertEquals("400000 rows", readWith("48m", file));
    }

    @Test
    void aSeriesThatDoesNotFitIntoTheMemoryIsSaid() throws IOException, InterruptedException {
        Path file = written("many.csv", 3_000_000, ",1\n");
        String said = readWith("32m", file);
        assertTrue(said.startsWith("many.csv: holds more than fits into the memory of this JVM (3"), said);
        assertTrue(
                said.endsWith("; give it more with -Xmx, or average the rows over bins or split the file first"), said);
    }
}
