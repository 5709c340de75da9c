/** Other engines, asked for the same work; compiled in the profile {@code peers} only. */
package dev.gradus.bench.peers;
