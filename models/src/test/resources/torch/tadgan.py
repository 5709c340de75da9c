"""Writes tadgan.safetensors and tadgan-expected.safetensors: a TadGAN trained in PyTorch, and what it makes of a series.

usage: python tadgan.py      (in this folder; needs torch and safetensors; the files were written by torch 2.13.0)

The four networks are plain nn.Sequential modules with the layers of TadGan.java in the same order, so that the state
dictionary has the names that Gradus reads. The sizes are small ones: window 20, latent 4, encoderUnits 6,
generatorUnits 5, criticLayers 4, criticFilters 3, criticKernel 5, latentCriticUnits 5.
"""
import math

import torch
from safetensors.torch import save_file
from torch import nn

WINDOW, LATENT, ENCODER, GENERATOR, FILTERS, KERNEL, CRITIC_LAYERS, CRITIC_Z = 20, 4, 6, 5, 3, 5, 4, 5
SLOPE, SAMPLES = 0.2, 60


class Lstm(nn.LSTM):
    """Both directions over all steps, [batch, time, features] -> [batch, time, 2 * units]; without the last states."""

    def __init__(self, features, units):
        super().__init__(features, units, batch_first=True, bidirectional=True)

    def forward(self, x):
        return super().forward(x)[0]


class Repeat(nn.Module):
    """Each step twice, [batch, time, features] -> [batch, 2 * time, features]."""

    def forward(self, x):
        return x.repeat_interleave(2, dim=1)


class ChannelsFirst(nn.Module):
    """[batch, time, 1] -> [batch, 1, time], as Conv1d wants it."""

    def forward(self, x):
        return x.transpose(1, 2)


class TadGan(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            Lstm(1, ENCODER), nn.Flatten(), nn.Linear(WINDOW * 2 * ENCODER, LATENT))
        self.generator = nn.Sequential(
            nn.Linear(LATENT, WINDOW // 2), nn.Unflatten(1, (WINDOW // 2, 1)),
            Lstm(1, GENERATOR), Repeat(), Lstm(2 * GENERATOR, GENERATOR),
            nn.Linear(2 * GENERATOR, 1), nn.Tanh())
        convolutions = [ChannelsFirst()]
        for i in range(CRITIC_LAYERS):
            convolutions += [nn.Conv1d(1 if i == 0 else FILTERS, FILTERS, KERNEL), nn.LeakyReLU(SLOPE), nn.Dropout(0.25)]
        length = WINDOW - CRITIC_LAYERS * (KERNEL - 1)
        self.critic_x = nn.Sequential(*convolutions, nn.Flatten(), nn.Linear(FILTERS * length, 1))
        self.critic_z = nn.Sequential(
            nn.Linear(LATENT, CRITIC_Z), nn.LeakyReLU(SLOPE), nn.Dropout(0.2),
            nn.Linear(CRITIC_Z, CRITIC_Z), nn.LeakyReLU(SLOPE), nn.Dropout(0.2),
            nn.Linear(CRITIC_Z, 1))


def series():
    """Two waves with a spike, from exactly -1 to exactly 1: scaling it to [-1, 1] changes nothing."""
    t = torch.arange(SAMPLES, dtype=torch.float64)
    x = torch.sin(t / 3) + 0.4 * torch.sin(t / 1.7 + 1)
    x[41] += 1.5
    x = 2 * (x - x.min()) / (x.max() - x.min()) - 1
    x[x.argmin()], x[x.argmax()] = -1, 1
    return x.float()


def train(model, windows):
    """A few steps, so that reconstructions follow the windows and the critics do not judge all of them alike."""
    encoder_generator = torch.optim.Adam([*model.encoder.parameters(), *model.generator.parameters()], 1e-2)
    critics = torch.optim.Adam([*model.critic_x.parameters(), *model.critic_z.parameters()], 4e-3)
    for _ in range(200):
        codes = model.encoder(windows)
        again = model.generator(codes)
        encoder_generator.zero_grad()
        (again - windows).square().mean().backward()
        encoder_generator.step()
        fake, z = again.detach(), torch.randn(len(windows), LATENT)
        critics.zero_grad()
        difference = (model.critic_x(fake) - model.critic_x(windows)).tanh().mean()
        difference += (model.critic_z(codes.detach()) - model.critic_z(z)).tanh().mean()
        difference.backward()
        critics.step()


def main():
    torch.manual_seed(7)
    torch.set_num_threads(1)
    x = series()
    windows = x.unfold(0, WINDOW, 1)[:SAMPLES - WINDOW].unsqueeze(-1).contiguous()
    model = TadGan()
    train(model, windows)
    model.eval()
    save_file(model.state_dict(), "tadgan.safetensors")
    expected = {"series": x}
    with torch.no_grad():
        for suffix, network, w in [("", model, windows), (".f64", None, windows.double())]:
            network = network or model.double()
            codes = network.encoder(w)
            expected["codes" + suffix] = codes
            expected["reconstruction" + suffix] = network.generator(codes).squeeze(-1)
            expected["critic_x" + suffix] = network.critic_x(w).squeeze(-1)
            expected["critic_z" + suffix] = network.critic_z(codes).squeeze(-1)
    save_file({name: value.contiguous() for name, value in expected.items()}, "tadgan-expected.safetensors")
    again = expected["reconstruction.f64"]
    error = (again - windows.double().squeeze(-1)).abs().mean().item()
    rounding = (expected["reconstruction"].double() - again).abs().max().item()
    print(f"mean error {error:.3f}, critic x from {expected['critic_x'].min():.3f} to {expected['critic_x'].max():.3f},"
          f" float32 differs from float64 by {rounding:.1e}")
    assert all(math.isfinite(v.abs().max().item()) for v in expected.values())


if __name__ == "__main__":
    main()
