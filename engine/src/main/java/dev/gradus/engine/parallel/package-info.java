/** Floor 0: loops shared by worker threads, cut by their length alone so that results do not depend on the threads. */
package dev.gradus.engine.parallel;
