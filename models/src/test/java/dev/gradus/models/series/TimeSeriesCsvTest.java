package dev.gradus.models.series;

import static dev.gradus.models.Thrown.assertThrown;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSeriesCsvTest {
    private static final double GAP = Double.NaN;
    private static final String TIMES =
            " (expected seconds or milliseconds since 1970, or a date such as 2014-07-01 00:30:00)";

    @TempDir
    private Path folder;

    private TimeSeries read(String text) throws IOException {
        return TimeSeries.readCsv(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    private void malformed(String message, String text) {
        assertThrown(MalformedDataException.class, message, () -> read(text));
    }

    @Test
    void headerTimesAndValues() throws IOException {
        TimeSeries series = read("timestamp,value\n2014-07-01 00:00:00,10844\n2014-07-01 00:30:00,81.5\n");
        assertEquals(2, series.length());
        assertEquals(List.of("value"), series.names());
        assertArrayEquals(new long[] {1404172800000L, 1404174600000L}, series.times());
        assertArrayEquals(new double[] {10844, 81.5}, series.values());
        assertEquals(1_800_000, series.interval());
        assertEquals("2014-07-01 01:00:00", series.format(series.time(1) + series.interval()));
        assertEquals("TimeSeries [value], 2 rows from 2014-07-01 00:00:00 to 2014-07-01 00:30:00", series.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timestamp,value\n60,1\n120,2\n",
                "60,1\n120,2",
                "\uFEFFtimestamp,value\r\n60,1\r\n120,2\r\n",
                "\uFEFF60,1\n120,2\n",
                "timestamp;value\n60;1\n120;2\n",
                "timestamp\tvalue\n60\t1\n120\t2\n",
                "\n\ntimestamp,value\n\n60,1\n\n120,2\n\n",
                "timestamp,value\n120,2\n60,1\n",
                "value,Timestamp\n1,60\n2,120\n",
                "value , DS\n 1 , 60 \n 2 , 120 \n",
                "\"timestamp\",\"value\"\n\"60\",\"1\"\n\"120\",\"2\"\n",
                "when,value\n60,1\n120,2\n",
                ",value\n60,1\n120,2\n",
                "timestamp,value\n60.0,+1\n1.2e2,2e0\n",
                "date,\n60,1\n120,2\n"
            })
    void spellingsOfOneSeries(String text) throws IOException {
        TimeSeries series = read(text);
        assertArrayEquals(new long[] {60_000, 120_000}, series.times());
        assertArrayEquals(new double[] {1, 2}, series.values());
        assertEquals(List.of("value"), series.names());
        assertEquals("60", series.format(60_000));
    }

    @Test
    void quotedSeparatorsAreNoSeparators() throws IOException {
        TimeSeries series = read("time;\"a,b,c,d\"\n60;1\n");
        assertEquals(List.of("a,b,c,d"), series.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NaN", "nan", "null", "NULL", "NA", "n/a", "\"\""})
    void gapsBecomeNaN(String gap) throws IOException {
        assertArrayEquals(
                new double[] {1, GAP, 3},
                read("timestamp,value\n1,1\n2," + gap + "\n3,3\n").values());
        assertArrayEquals(new double[] {GAP, 1}, read("1," + gap + "\n2,1\n").values());
    }

    @Test
    void severalColumns() throws IOException {
        TimeSeries series = read("cpu,time,disk\n1,60,2\n3,120,\n");
        assertEquals(List.of("cpu", "disk"), series.names());
        assertArrayEquals(new double[] {2, GAP}, series.values("disk"));
        assertArrayEquals(new double[] {1, 3}, series.column("cpu").values());
        assertArrayEquals(new double[] {2, GAP}, series.column(1).values());
        assertEquals(List.of("disk"), series.column(1).names());
        assertEquals(List.of("value1", "value2"), read("1,2,3\n2,3,4\n").names());
        assertThrown(
                UnsuitableSeriesException.class,
                "the series has 2 columns [cpu, disk]: choose one with column(name)",
                series::values);
        assertThrown(
                UnsuitableSeriesException.class,
                "there is no column 'memory'; the series has [cpu, disk]",
                () -> series.column("memory"));
        assertThrown(
                UnsuitableSeriesException.class,
                "there is no column 2; the series has 2 columns [cpu, disk], counted from 0",
                () -> series.column(2));
        assertThrows(IllegalArgumentException.class, () -> series.column(-1));
    }

    @Test
    void namesThatAreNumbersUnderATimeName() throws IOException {
        assertEquals(List.of("0", "1"), read("timestamp,0,1\n60,5,6\n").names());
    }

    @Test
    void timeZoneOfNaiveTimes() throws IOException {
        Path path = write("timestamp,value\n2014-07-01 00:00:00,1\n");
        assertEquals(1404172800000L, TimeSeries.readCsv(path).time(0));
        TimeSeries madrid = TimeSeries.readCsv(path, ZoneId.of("Europe/Madrid"));
        assertEquals(1404172800000L - 2 * 3_600_000, madrid.time(0));
        assertEquals("2014-07-01 00:00:00", madrid.format(madrid.time(0)));
    }

    @Test
    void rowsOfOneTimeStayInOrder() throws IOException {
        TimeSeries series = read("timestamp,value\n3,1\n1,2\n3,3\n1,4\n2,5\n3,6\n");
        assertArrayEquals(new long[] {1000, 1000, 2000, 3000, 3000, 3000}, series.times());
        assertArrayEquals(new double[] {2, 4, 5, 1, 3, 6}, series.values());
    }

    @Test
    void errorsNameFileLineAndColumn() {
        malformed("data.csv:3: column 'value': 'abc' is not a number", "timestamp,value\n1,2\n2,abc\n");
        malformed("data.csv:4: column 'value': 'abc' is not a number", "timestamp,value\n\n1,2\n2,abc\n");
        malformed("data.csv:2: column 'cpu': '1f' is not a number", "timestamp,cpu\n1,1f\n");
        malformed("data.csv:2: column 'value': 'Infinity' is not a number", "timestamp,value\n1,Infinity\n");
        malformed("data.csv:2: column 'value': '-inf' is not a number", "timestamp,value\n1,-inf\n");
        malformed("data.csv:2: column 'value': '1e999' is too large", "timestamp,value\n1,1e999\n");
        malformed(
                "data.csv:2: column 'value': '1,5' is not a number (the decimal sign is a point)",
                "timestamp;value\n1;1,5\n");
        malformed("data.csv:3: column 'when': 'abc' is not a time" + TIMES, "when,value\n1,2\nabc,3\n");
        malformed("data.csv:2: column 'when': the time is missing" + TIMES, "when,value\n,2\n");
        malformed("data.csv:2: column 'column 1': 'abc' is not a time" + TIMES, "1,2\nabc,3\n");
        malformed("data.csv:2: column 'timestamp': '2014-02-30' is not a time" + TIMES, "timestamp,v\n2014-02-30,3\n");
        malformed(
                "data.csv:3: column 'timestamp': '1404172800000' looks like milliseconds, but the times before it are"
                        + " in seconds",
                "timestamp,value\n1404172800,1\n1404172800000,3\n");
    }

    @Test
    void aBrokenFirstRowIsNotTakenForAHeader() {
        malformed("data.csv:1: column 'column 1': '2014-99-01' is not a time" + TIMES, "2014-99-01,1\n2014-01-02,2\n");
        malformed("data.csv:1: column 'value': 'abc' is not a number", "1,abc\n2,3\n");
    }

    @Test
    void errorsOfTheFileAsAWhole() {
        malformed("data.csv: the file is empty", "");
        malformed("data.csv: the file is empty", "\n\r\n\n");
        malformed("data.csv: has a header but no rows", "timestamp,value\n");
        malformed(
                "data.csv: has one column; expected a column of times and at least one of values, such as"
                        + " 'timestamp,value'",
                "value\n1\n2\n");
        malformed("data.csv:3: has 1 column where the first line has 2", "timestamp,value\n1,2\n3\n");
        malformed(
                "data.csv:3: has 3 columns where the first line has 2; a cell that holds a ',' needs quotes around it",
                "timestamp,value\n1,2\n3,4,5\n");
        malformed("data.csv:1: two columns are named 'a'", "timestamp,a,a\n1,2,3\n");
        malformed("data.csv: is not a text file (it holds zero bytes)", "timestamp,value\n1,\0\n");
    }

    @Test
    void anOpenQuoteIsReported() {
        malformed("data.csv:2: not a CSV file: a quote is opened and never closed", "timestamp,value\n1,\"2\n");
        malformed(
                "data.csv:2: not a CSV file: a quote is closed before its cell ends; write a quote inside of quotes"
                        + " twice",
                "timestamp,value\n1,\"2\"x\n");
    }

    @Test
    void missingFilesFoldersAndOtherEncodings() throws IOException {
        Path missing = folder.resolve("none.csv");
        assertThrown(NoSuchFileException.class, missing + ": there is no such file", () -> TimeSeries.readCsv(missing));
        Path directory = Files.createDirectory(folder.resolve("folder"));
        assertThrown(
                MalformedDataException.class,
                "folder: is a directory, not a CSV file; name a file in it",
                () -> TimeSeries.readCsv(directory));
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, "timestamp,Größe\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThrown(
                MalformedDataException.class,
                "latin.csv: is not text in UTF-8; save it in this encoding",
                () -> TimeSeries.readCsv(latin));
    }

    @Test
    void garbageIsRefusedAndNothingElseIsThrown() throws IOException {
        Random random = new Random(5);
        Path path = folder.resolve("garbage.csv");
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] =
                        (byte) (i % 2 == 0 ? random.nextInt() : "0123456789.,;-:\"\n\teNa ".charAt(random.nextInt(22)));
            }
            Files.write(path, bytes);
            try {
                TimeSeries.readCsv(path);
            } catch (MalformedDataException e) {
                assertTrue(e.getMessage().startsWith("garbage.csv"), e.getMessage());
            }
        }
    }

    @Test
    void fieldOfManyCharactersIsAnErrorOfTheFile() {
        String message = assertThrows(
                        MalformedDataException.class,
                        () -> read("timestamp,value\n1,\"" + "x".repeat(1 << 25) + "\"\n"))
                .getMessage();
        assertTrue(message.startsWith("data.csv"), () -> message.substring(0, 100));
    }
}
