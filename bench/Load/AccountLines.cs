using System.Text;

namespace Tallydesk.Bench.Load;

/// <summary>The accounts of an order, and which comes next.</summary>
internal sealed class AccountLines
{
    private readonly byte[][][] lines;

    // The chance of each line and all before it; null takes them in turn.
    private readonly double[]? chances;

    /// <summary>Reads the order's file.</summary>
    public AccountLines(LoadOrder order)
    {
        lines =
        [
            .. File.ReadLines(order.AccountsFile)
                .Select(line => line.Split('\t').Select(Encoding.UTF8.GetBytes).ToArray()),
        ];
        chances = order.Skew is { } skew ? Sums(lines.Length, skew) : null;
    }

    /// <summary>The columns of the account for an operation.</summary>
    /// <param name="number">The operation's number within the stretch.</param>
    public byte[][] Of(long number) => lines[chances is null ? number % lines.Length : Draw(chances)];

    private static double[] Sums(int count, double skew)
    {
        var sums = new double[count];
        for (var (rank, sum) = (0, 0.0); rank < count; rank++)
        {
            sums[rank] = sum += 1 / Math.Pow(rank + 1, skew);
        }

        return sums;
    }

    private static int Draw(double[] sums)
    {
        var at = Array.BinarySearch(sums, Random.Shared.NextDouble() * sums[^1]);
        return Math.Min(at < 0 ? ~at : at, sums.Length - 1);
    }
}
