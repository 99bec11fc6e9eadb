namespace Tallydesk.Tests.Credits;

/// <summary>
/// An account written a second time, as simply as can be: credits are single coins in a list, each with the lot it came
/// from, and the waiting line is walked from the start after every change.
/// </summary>
internal sealed class NaiveAccount
{
    private readonly List<(bool Bought, long Lot)> coins = [];
    private readonly List<(string Key, long Credits)> line = [];
    private readonly Dictionary<long, string> licenses = [];
    private readonly HashSet<string> revoked = [];

    public Dictionary<string, List<(bool Bought, long Lot)>> Taken { get; } = [];

    public long Entries { get; private set; }

    public long Balance => coins.Count;

    public IEnumerable<string> Line => line.Select(waiting => waiting.Key);

    public Dictionary<long, int> Lots =>
        coins.GroupBy(coin => coin.Lot).ToDictionary(lot => lot.Key, lot => lot.Count());

    public void Add(bool bought, long credits)
    {
        Entries++;
        coins.AddRange(Enumerable.Repeat((bought, Entries), (int)credits));
        WalkLine();
    }

    public void Grant(string license, long credits)
    {
        licenses[Entries + 1] = license;
        Add(bought: false, credits);
    }

    public void Revoke(string license)
    {
        revoked.Add(license);
        Void(license);
    }

    public bool AdjustDown(long credits)
    {
        if (credits > Balance)
        {
            return false;
        }

        Take(credits);
        return true;
    }

    public void Charge(string key, long credits, string? replaces)
    {
        var place = line.FindIndex(waiting => waiting.Key == replaces);
        if (place >= 0 && credits <= line[place].Credits)
        {
            line[place] = (key, credits);
        }
        else
        {
            if (place >= 0)
            {
                line.RemoveAt(place);
            }

            line.Add((key, credits));
        }

        WalkLine();
    }

    public bool Withdraw(string key)
    {
        var removed = line.RemoveAll(waiting => waiting.Key == key) > 0;
        WalkLine();
        return removed;
    }

    public void Refund(string key, long credits)
    {
        Entries++;
        var taken = Taken[key];
        for (; credits > 0; credits--)
        {
            coins.Add(taken[^1]);
            taken.RemoveAt(taken.Count - 1);
        }

        foreach (var license in revoked)
        {
            Void(license);
        }

        WalkLine();
    }

    private void Void(string license)
    {
        if (coins.RemoveAll(coin => licenses.GetValueOrDefault(coin.Lot) == license) > 0)
        {
            Entries++;
        }
    }

    private void WalkLine()
    {
        while (line.Count > 0 && line[0].Credits <= Balance)
        {
            Taken[line[0].Key] = Take(line[0].Credits);
            line.RemoveAt(0);
        }
    }

    private List<(bool Bought, long Lot)> Take(long credits)
    {
        Entries++;
        coins.Sort();
        var taken = coins.GetRange(0, (int)credits);
        coins.RemoveRange(0, (int)credits);
        return taken;
    }
}
