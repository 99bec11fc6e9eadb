namespace Tallydesk.Bench.Load;

/// <summary>How long something took, each time.</summary>
internal sealed class Latencies
{
    private readonly List<int> microseconds = [];

    /// <summary>How often it was measured.</summary>
    public int Count => microseconds.Count;

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan took) => microseconds.Add((int)took.TotalMicroseconds);

    /// <summary>Adds all of another.</summary>
    public void Add(Latencies others) => microseconds.AddRange(others.microseconds);

    /// <summary>The milliseconds within which so many of 100 ended; 0 when there are none. <see cref="Sort"/> comes first.</summary>
    public double Percentile(int percent) =>
        microseconds is [] ? 0 : microseconds[(int)((microseconds.Count - 1) * (long)percent / 100)] / 1000.0;

    /// <summary>Puts them in order.</summary>
    public void Sort() => microseconds.Sort();
}
