package dev.gradus.engine.backend;

/**
 * What a recurrence computes, an entry of each array for each direction; or cotangents of it. What is there only where
 * the derivative will be asked for is {@code null} elsewhere.
 *
 * @param h h of every step {@code [batch, time, directions·hidden]}, each at its own place in time, the directions side
 *     by side
 * @param lastH h after the last step {@code [batch, hidden]}
 * @param lastC c after the last step {@code [batch, hidden]}; {@code null} for a cell without memory
 * @param cells c of every step for the derivative, {@code batch·time·hidden} numbers in an order of the backend's own;
 *     {@code null} for a cell without memory
 * @param gates what else the derivative needs, {@code batch·time·4·hidden} numbers in an order of the backend's own: the
 *     gates i, f, g, o of an LSTM after their activations; r, z, n and u_n of a GRU
 */
public record RecurrentStates(Storage h, Storage[] lastH, Storage[] lastC, Storage[] cells, Storage[] gates) {}
