// The reference model as an event loop over a priority queue.
//
//     events AGENTS HOURS SEED

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <exception>
#include <queue>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr double ratio = 3.0;
constexpr double busyWeight = 0.0645;
constexpr double ringLimit = 22;
constexpr double busySignal = 3;
constexpr double detection = 3;
constexpr double patience = 2;

/// The lognormal with this mean and coefficient of variation.
std::lognormal_distribution<double> lognormal(double mean, double variation) {
    const double variance = std::log1p(variation * variation);
    return std::lognormal_distribution<double>(std::log(mean) - variance / 2, std::sqrt(variance));
}

struct Event {
    enum class Kind { personAnswered, machineAnswered, ringEnded, detectionEnded, patienceEnded,
                      talkEnded, wrapUpEnded };

    double time;
    std::uint64_t sequence;  // equal times in the order they were scheduled
    Kind kind;
    std::uint64_t subject;  // an agent, or a waiting person
};

struct Later {
    bool operator()(const Event& a, const Event& b) const {
        return a.time != b.time ? a.time > b.time : a.sequence > b.sequence;
    }
};

struct Waiting {
    std::uint64_t person;
    double answered;
};

class Campaign {
public:
    std::uint64_t events = 0, dials = 0, served = 0, abandoned = 0;
    double secondsToAgent = 0, busySeconds = 0;

    Campaign(std::uint64_t agents, double horizon, std::uint64_t seed)
        : horizon(horizon), random(seed) {
        for (std::uint64_t agent = 0; agent < agents; ++agent) idle.push_back(agent);
        pace();
    }

    void run() {
        while (!queue.empty() && queue.top().time < horizon) {
            const Event event = queue.top();
            queue.pop();
            now = event.time;
            handle(event);
        }
    }

private:
    void handle(const Event& event) {
        switch (event.kind) {
        case Event::Kind::personAnswered:
            ++events;
            if (idle.empty()) {
                waiting.push_back({people, now});
                schedule(patience, Event::Kind::patienceEnded, people++);
            } else {
                const auto agent = idle.front();
                idle.pop_front();
                connect(agent, now);
            }
            break;
        case Event::Kind::machineAnswered:
            ++events;
            schedule(detection, Event::Kind::detectionEnded);
            break;
        case Event::Kind::ringEnded:
        case Event::Kind::detectionEnded:
            ++events;
            endFlight();
            break;
        case Event::Kind::patienceEnded:
            // First come, first served, and all are equally patient: who is not at the front is served.
            if (!waiting.empty() && waiting.front().person == event.subject) {
                waiting.pop_front();
                ++events;
                ++abandoned;
                endFlight();
            }
            break;
        case Event::Kind::talkEnded:
            ++events;
            work(wrapUp(random), Event::Kind::wrapUpEnded, event.subject);
            break;
        case Event::Kind::wrapUpEnded:
            ++events;
            --busy;
            if (waiting.empty()) {
                idle.push_back(event.subject);
                pace();
            } else {
                const auto person = waiting.front();
                waiting.pop_front();
                connect(event.subject, person.answered);
            }
            break;
        }
    }

    /// Dials until the calls in flight reach what idle and busy agents call for.
    void pace() {
        const auto target = static_cast<std::int64_t>(
            ratio * (static_cast<double>(idle.size()) + busyWeight * static_cast<double>(busy)));
        while (inFlight < target) {
            ++inFlight;
            ++dials;
            dial();
        }
    }

    void dial() {
        const double chance = uniform(random);
        if (chance < 0.45) {
            const double rings = ring(random);
            if (rings < ringLimit) {
                schedule(rings, chance < 0.25 ? Event::Kind::personAnswered
                                              : Event::Kind::machineAnswered);
                return;
            }
        } else if (chance < 0.50) {
            schedule(busySignal, Event::Kind::ringEnded);
            return;
        }
        schedule(ringLimit, Event::Kind::ringEnded);
    }

    void connect(std::uint64_t agent, double answered) {
        ++served;
        secondsToAgent += now - answered;
        ++busy;
        work(talk(random), Event::Kind::talkEnded, agent);
        endFlight();
    }

    void work(double seconds, Event::Kind end, std::uint64_t agent) {
        busySeconds += std::min(seconds, horizon - now);
        schedule(seconds, end, agent);
    }

    void endFlight() {
        --inFlight;
        pace();
    }

    void schedule(double delay, Event::Kind kind, std::uint64_t subject = 0) {
        queue.push({now + delay, sequence++, kind, subject});
    }

    const double horizon;
    double now = 0;
    std::priority_queue<Event, std::vector<Event>, Later> queue;
    std::uint64_t sequence = 0;

    std::deque<std::uint64_t> idle;
    std::deque<Waiting> waiting;
    std::uint64_t people = 0;  // who have had to wait so far
    std::int64_t busy = 0;
    std::int64_t inFlight = 0;  // ringing, in detection, waiting for an agent

    std::mt19937_64 random;
    std::uniform_real_distribution<double> uniform{0, 1};
    std::lognormal_distribution<double> ring = lognormal(10, 0.5);
    std::lognormal_distribution<double> talk = lognormal(120, 0.9);
    std::lognormal_distribution<double> wrapUp = lognormal(30, 0.6);
};

int run(std::uint64_t agents, double hours, std::uint64_t seed) {
    const double horizon = hours * 3600;
    Campaign campaign(agents, horizon, seed);
    const auto start = std::chrono::steady_clock::now();
    campaign.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;

    const auto answers = campaign.served + campaign.abandoned;
    const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
    std::printf(
        "{\"program\": \"events.cpp\", \"agents\": %ju, \"events\": %ju, \"seconds\": %.6f, "
        "\"eventsPerSecond\": %.0f, \"occupancy\": %.17g, \"abandonment\": %.17g, "
        "\"answerDelayMean\": %.17g, \"dials\": %ju, \"answers\": %ju}\n",
        std::uintmax_t{agents}, std::uintmax_t{campaign.events}, took.count(),
        static_cast<double>(campaign.events) / took.count(),
        campaign.busySeconds / (static_cast<double>(agents) * horizon),
        share(static_cast<double>(campaign.abandoned), static_cast<double>(answers)),
        share(campaign.secondsToAgent, static_cast<double>(campaign.served)),
        std::uintmax_t{campaign.dials}, std::uintmax_t{answers});
    return 0;
}

}  // namespace

int main(int count, char** words) {
    if (count == 4) {
        try {
            return run(std::stoull(words[1]), std::stod(words[2]), std::stoull(words[3]));
        } catch (const std::exception&) {
            // a word that is no number: as if it were missing
        }
    }
    std::fputs("usage: events AGENTS HOURS SEED\n", stderr);
    return 2;
}
