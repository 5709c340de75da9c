/**
 * Many series, a detector for each. What is done with one series is a {@linkplain dev.gradus.models.fleet.SeriesWork pure function} of bytes,
 * for whatever engine distributes it; {@link dev.gradus.models.fleet.Fleet} runs it on one machine, over a folder of CSV files.
 *
 * <pre>{@code
 * FleetConfig config = FleetConfig.of(DenseAutoencoder.builder().epochs(20).build(), 7);
 * Backend backend = Backends.configured(Workers.of(1));
 * List<FleetSeries> series = FleetSeries.folder(Path.of("machines"), null);
 * for (FleetRow row : new Fleet(config, backend, 8).run(series, Path.of("found"), Fleet.Listener.none())) {
 *     System.out.println(row.series() + ": " + (row.failed() ? row.error() : row.anomalies() + " anomalies"));
 * }
 * }</pre>
 *
 * <h2>What a result depends on</h2>
 * On the settings, the series' values and its key, and on nothing else: the seed of a series is {@linkplain
 * dev.gradus.models.fleet.SeriesWork#seed derived} from the fleet's seed and the key, so order, number of jobs, partition and retries leave
 * every byte of a detector as it is. Only the seconds in a report differ from run to run.
 *
 * <h2>Memory</h2>
 * As many series are in memory as there are jobs. One with more points than {@link dev.gradus.models.fleet.FleetConfig#longest} is refused
 * by name and size; a CSV file is looked at for that before it is read.
 */
package dev.gradus.models.fleet;
