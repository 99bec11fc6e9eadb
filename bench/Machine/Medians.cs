namespace Tallydesk.Bench.Machine;

/// <summary>Medians of what was measured.</summary>
internal static class Medians
{
    /// <summary>The middle value, or the mean of the two in the middle; 0 of none.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted is [] ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
