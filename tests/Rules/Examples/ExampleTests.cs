using Tallydesk.Tests.Policy;
using Xunit;

namespace Tallydesk.Tests.Examples;

public sealed class ExampleTests
{
    public static TheoryData<string, string> Told
    {
        get
        {
            var told = new TheoryData<string, string>();
            foreach (var example in Example.All)
            {
                told.Add(example.Rule, example.Told);
            }

            return told;
        }
    }

    [Theory]
    [MemberData(nameof(Told))]
    public void Every_worked_example_of_the_policy_holds(string rule, string told)
    {
        var example = Example.All.Single(one => one.Rule == rule && one.Told == told);

        Assert.Equal(example.Expected, example.Look(Business.Policy));
    }
}
